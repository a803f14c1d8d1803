#pragma once

// What people say in the demo year. Only how much and when will ever be kept of it.

#include <array>
#include <string_view>

namespace blend::demo {

inline constexpr auto openings = std::to_array<std::string_view>({
    "Hey, how was your week?",
    "Guess who I just saw at the market",
    "Are you around this weekend?",
    "That photo made my whole day",
    "How did the interview go? I kept thinking of you on Tuesday",
    "Did you sleep better?",
    "I finished the book you gave me and I want to talk about the ending",
    "Remember the bakery on the corner? It is back",
    "Can you send me that recipe again?",
    "It is snowing here, would you believe it",
    "Good luck today!",
    "What are you reading at the moment?",
    "I found the old pictures from the lake, there are dozens of them",
    "Long day. How are you?",
    "The train is late again so you get a message",
    "Your plant is alive and has two new leaves",
    "Any news from the doctor?",
    "I have a question about the taxes and you are the only sensible person I know",
    "We should really do that trip in spring",
    "Thinking of you today",
});

inline constexpr auto answers = std::to_array<std::string_view>({
    "Ha, I can see it",
    "Much better, thank you for asking",
    "Yes! Saturday would be lovely",
    "I was about to write the same",
    "Not yet, they promised to call on Friday",
    "That is wonderful news",
    "Let me check and tell you tonight",
    "You have no idea how much I needed that",
    "It went well I think, they were friendly and asked good questions",
    "No way",
    "I will bring the cake",
    "Only if you let me pay this time",
    "We could start early and be there before the crowds",
    "Same here, the week was endless",
    "Tell me everything",
    "He says hello and asks when you will visit",
    "I will look for it when I am home",
    "Good point, I had not thought of that",
    "The children are well, the small one has started to sing the whole day",
    "Sleep well",
});

inline constexpr auto family_lines = std::to_array<std::string_view>({
    "Good morning everyone",
    "Happy anniversary to the two of you!",
    "Who has the photos from the wedding?",
    "The mangoes have arrived, all twelve of them",
    "Landed safely",
    "Beautiful picture, where was it taken?",
    "Please remember to call your aunt this week",
    "Dinner on Sunday as usual, bring nothing but yourselves",
    "Congratulations! So proud",
    "Is it as hot there as it is here?",
    "What a lovely evening that was",
    "The concert is on Friday at seven, tickets are at the door",
});

inline constexpr auto mail_lines = std::to_array<std::string_view>({
    "Thank you for your long letter, I read it twice on the train and once more at home.",
    "The garden is slowly waking up, and with it the neighbours, who had all disappeared since October.",
    "I have been thinking about what you said about work, and I believe you are right to wait another month.",
    "We finally went to the coast. It rained for two days and we were perfectly happy with our books.",
    "Do you still have the address of the man who repaired your piano?",
    "My mother asks about you every time we speak; I say that you are well and she does not believe me.",
    "There is a small exhibition here in spring that I would love to show you.",
    "I promised myself to write shorter mails. As you see it is not going well.",
    "Tell me about the new flat: which way do the windows look, and can you hear the street?",
    "The course is harder than I expected, mostly because everyone else is twenty-three.",
});

} // namespace blend::demo
