"""Memory inside other people's programs: LangChain, LangGraph, and OpenAI's client. docs/embedding.md shows each."""
