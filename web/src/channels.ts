// What the pages know of channels: which are talking, and which count minutes rather than words.

import { t } from "./messages";

const talks = ["in_person", "video", "phone"];

export const is_talk = (channel: string) => talks.includes(channel);
export const counts_minutes = (channel: string) => is_talk(channel) || channel === "voice_message";

/** "20 minutes", "120 words" */
export const amount = (channel: string, size: number) => (counts_minutes(channel) ? t.contact.minutes(size) : t.contact.words(size));
