"""Chat completions: the caller's body with the interests added, an upstream model, the reply on its way back."""
