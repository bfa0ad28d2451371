"""The MCP face: a host's model may list a person's interests, ask why, search past turns and note a preference.

server.py     mcp_server(guest_of): the protocol's requests, answered out of the tables below
tools.py      the tools as a table: name, schema, what each does
shapes.py     what tools take and give; their JSON schemas are what models read
telling.py    interests, reasons and turns in these shapes, fit to stand in a prompt
noting.py     what a note is worth, and asking the person first
resources.py  interest://list and interest://{topic}
guests.py     whose memory a request opens, and what it may do there
web.py        streamable HTTP behind API keys
"""
