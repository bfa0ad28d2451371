"""The HTTP face: OpenAI's chat completions with interest memory, and the memory itself as an API.

    app.py        create_app(service): the FastAPI application; routers are added here
    service.py    Service: what requests share: memory, keys, upstream model, metrics, work that goes on behind a reply
    caller.py     Caller, allowed(*scopes): the dependency that says who calls; `identify` is the same for a key that came otherwise
    headers.py    what headers say
    keys.py       ApiKey, Keys, Scope: API keys, hashed at rest
    known.py      the keys that were shown lately
    people.py     whose memory a key opens
    failures.py   ApiError and every error in OpenAI's shape
    edge.py       around every request: size limit, rate limit, log line, metrics
    limits.py     how often a key may ask, and how much at once
    metrics.py    Prometheus
    logs.py       structured logs without content
    serving.py    uvicorn, signals, and the end
    workers.py    several processes on one address
    ending.py     SIGTERM as an ordinary end
    chat/         /v1/chat/completions, /v1/models, and the upstream models
    api/          /v1/interests, /v1/events, controls, export, erase
    page/         the page at / where people see and steer their own interests
    mcp/          the MCP face

A route of your own: `caller: Annotated[Caller, Depends(allowed(Scope.READ))]`, then `caller.person` (a `UserMemory`) inside
`await service.run(...)`, for memory blocks. `service_of(request)` returns the `Service`.
"""
