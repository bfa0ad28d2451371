"""A web app with a chat for each of its users, streamed, and a page of what it has learned of them: `uvicorn fastapi_app:app`.

The model is OpenAI's, or whoever speaks its protocol at OPENAI_BASE_URL. Who is asking is told by a header here; in your app by its log-in.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from tempfile import mkdtemp
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Request
from fastapi.responses import JSONResponse, StreamingResponse
from penchant.agent import Agent, ModelError, Text
from penchant.memory import AsyncInterestMemory, AsyncUserMemory, InterestMemory
from pydantic import BaseModel

MODEL = os.environ.get("CHAT_MODEL", "openai:gpt-4.1-mini")


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    folder = os.environ.get("CHAT_DATA") or mkdtemp()
    async with AsyncInterestMemory(InterestMemory(folder, index=False)) as app.state.memory:
        await app.state.memory.warm()  # else the first requests wait for the embedding model
        yield


app = FastAPI(lifespan=lifespan)


async def person(x_user: Annotated[str, Header()]) -> AsyncUserMemory:
    return await app.state.memory.user(x_user)


Person = Annotated[AsyncUserMemory, Depends(person)]


class Message(BaseModel):
    text: str
    session: str = "main"


@app.post("/chat")
async def chat(message: Message, memory: Person) -> StreamingResponse:
    agent = Agent(MODEL, memory.sync, session=message.session)

    async def pieces() -> AsyncIterator[str]:
        async for event in agent.reply(message.text):
            if isinstance(event, Text):
                yield event.text

    coming = pieces()
    first = await anext(coming, "")  # what fails before the first word still has a status of its own

    async def answer() -> AsyncIterator[str]:
        yield first
        async for piece in coming:
            yield piece

    return StreamingResponse(answer(), media_type="text/plain")


@app.exception_handler(ValueError)
async def wrong(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, 422)


@app.exception_handler(ModelError)
async def failed(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, 502)


@app.get("/interests")
async def interests(memory: Person) -> list[dict[str, Any]]:
    return [{"label": one.label, "weight": round(one.weight, 2)} for one in await memory.interests()]


if __name__ == "__main__":
    from fastapi.testclient import TestClient

    with TestClient(app, headers={"X-User": "ada"}) as client:
        for text in ("I have started rock climbing, I go three times a week.", "Suggest something to do this weekend."):
            print(client.post("/chat", json={"text": text}).text)
        print(client.get("/interests").json(), client.get("/interests", headers={"X-User": "bob"}).json())
