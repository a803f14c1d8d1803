// The one door to the daemon: every request of the dashboard goes through `ask(client.…)`.
//
// Shapes and paths are those of schema/api.json (api.gen.ts is made from it). A request that cannot be honoured, or a
// daemon that is not there, becomes the same `Refusal`.

import createClient from "openapi-fetch";
import type { components, paths } from "./api.gen";
import { is_away, keeping } from "./kept.svelte";
import { t } from "./messages";

type Shapes = components["schemas"];
export type Contact = Shapes["Contact"];
export type Channel = Shapes["TimelineItem"]["channel"];
export type Circle = Shapes["Circle"];
export type ContactChange = Shapes["ContactChange"];
export type ContactList = Shapes["ContactList"];
export type ContactPage = Shapes["ContactPage"];
export type ContactStanding = Shapes["ContactStanding"];
export type Delivery = Shapes["Delivery"];
export type Diary = Shapes["Diary"];
export type DiaryDate = Shapes["DiaryDate"];
export type DiaryPlan = Shapes["DiaryPlan"];
export type Doctor = Shapes["Doctor"];
export type Done = Shapes["Done"];
export type History = Shapes["History"];
export type Explanation = Shapes["Explanation"];
export type ImportReport = Shapes["ImportReport"];
export type Interpretation = Shapes["Interpretation"];
export type Feed = Shapes["Feed"];
export type FeedList = Shapes["FeedList"];
export type Life = Shapes["Life"];
export type Mode = Shapes["Mode"];
export type NewToken = Shapes["NewToken"];
export type Nudge = Shapes["Nudge"];
export type NudgeDetail = Shapes["NudgeDetail"];
export type OwnHandles = Shapes["OwnHandles"];
export type Plan = Shapes["Plan"];
export type Problem = Shapes["Problem"];
export type Sentence = Shapes["Sentence"];
export type SettingKey = Shapes["SettingKey"];
export type SettingList = Shapes["SettingList"];
export type Report = Shapes["Report"];
export type Slot = Shapes["Slot"];
export type SlotList = Shapes["SlotList"];
export type Standing = Shapes["Standing"];
export type SuggestedPeople = Shapes["SuggestedPeople"];
export type SuggestionList = Shapes["SuggestionList"];
export type Timeline = Shapes["Timeline"];
export type TimelineItem = Shapes["TimelineItem"];
export type Today = Shapes["Today"];
export type TokenList = Shapes["TokenList"];
export type UnmatchedList = Shapes["UnmatchedList"];
export type WatchedSourceList = Shapes["WatchedSourceList"];
export type Way = Shapes["Way"];
export type WayList = Shapes["WayList"];
export type WhatIf = Shapes["WhatIf"];
export type State = Standing["state"];
export type Sort = NonNullable<NonNullable<paths["/v1/contacts"]["get"]["parameters"]["query"]>["sort"]>;

// The daemon takes no change that does not say it is JSON, also when there is nothing to say: a plain form of another
// page could not do that.
export const client = createClient<paths>({ headers: { "Content-Type": "application/json" } });
client.use(keeping);

/** Why the daemon did not do what was asked; `problem` has the words to show. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.what);
  }
}

function is_problem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "kind" in value && "what" in value && "hint" in value;
}

/** A hint that names a command helps in a terminal; here the page has its own way for it. */
export function hint_here(hint: string | null | undefined): string {
  return hint && !/\bblend /.test(hint) ? hint : "";
}

export async function ask<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const reply = await call.catch((failure: unknown) => {
    if (failure instanceof DOMException && failure.name === "AbortError") throw failure;
    throw new Refusal({ kind: "no_daemon", ...t.daemon_away });
  });
  if (reply.response.ok && reply.data !== undefined) return reply.data;
  if (is_away(reply.response)) throw new Refusal({ kind: "no_daemon", ...t.daemon_away });
  const problem = reply.error;
  if (is_problem(problem)) throw new Refusal({ ...problem, hint: hint_here(problem.hint) });
  throw new Refusal({ kind: "internal", ...t.not_understood });
}

export function problem_of(failure: unknown): Problem {
  if (failure instanceof Refusal) return failure.problem;
  throw failure;
}
