"""The page at `/`: a person signs in with their key, sees their interests, curves and reasons, and steers them.

    routes.py     the addresses
    asked.py      one request of somebody signed in: whose memory, which form fields, and every failure as a page
    visits.py     who is signed in: a secret in a cookie, its hash in the ledger
    forms.py      form fields, and whether they come from our own form
    steering.py   what the buttons do
    views.py      what the pages show, as values
    drawing.py    curves as points of an SVG, and the same in words
    rendering.py  templates and headers

Plain HTML, made here: no script, nothing from elsewhere.
"""
