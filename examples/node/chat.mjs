// Interest memory in a Node.js program: the official `openai` client, with another base URL and a key of `penchant keys create`.
//
//     npm install
//     PENCHANT_URL=http://127.0.0.1:8800/v1 PENCHANT_KEY=pen_… node chat.mjs

import OpenAI from "openai";

const baseURL = process.env.PENCHANT_URL ?? "http://127.0.0.1:8800/v1";
const client = new OpenAI({ baseURL, apiKey: process.env.PENCHANT_KEY });
const model = process.env.PENCHANT_MODEL ?? (await client.models.list()).data[0].id;

// What the person says teaches the memory; nothing else in the program changes.
const first = await client.chat.completions.create({
  model,
  messages: [{ role: "user", content: "I have started rock climbing, I go to the gym three times a week." }],
});
console.log(`answered: ${first.choices[0].message.content}`);

// In a new conversation, streamed: the model is now told what they care about, where that helps.
const stream = await client.chat.completions.create({
  model,
  messages: [{ role: "user", content: "Suggest something to do this weekend." }],
  stream: true,
});
process.stdout.write("streamed: ");
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta?.content ?? "");
console.log();

// The program's own tools go through as they are, streamed or not.
const tools = [
  {
    type: "function",
    function: {
      name: "weather",
      description: "Tell the weather in a town.",
      parameters: { type: "object", properties: { town: { type: "string" } }, required: ["town"] },
    },
  },
];
const messages = [{ role: "user", content: "What is the weather like in Bern?" }];
const asked = await client.chat.completions.stream({ model, messages, tools }).finalChatCompletion();
for (const call of asked.choices[0].message.tool_calls ?? []) {
  const { town } = JSON.parse(call.function.arguments);
  console.log(`called: ${call.function.name}(${town})`);
  messages.push(asked.choices[0].message, { role: "tool", tool_call_id: call.id, content: `Sunny in ${town}.` });
}
const told = await client.chat.completions.create({ model, messages, tools });
console.log(`told: ${told.choices[0].message.content}`);

// Errors are OpenAI's own.
try {
  await new OpenAI({ baseURL, apiKey: "no-key-at-all" }).models.list();
} catch (error) {
  console.log(`refused: ${error.constructor.name} ${error.status} ${error.code}`);
}

// What was learned, by Penchant's own API.
const interests = await (
  await fetch(`${baseURL}/interests`, { headers: { Authorization: `Bearer ${process.env.PENCHANT_KEY}` } })
).json();
for (const one of interests.data) console.log(`learned: ${one.label} ${one.weight.toFixed(2)}`);
