// Whom the owner might want to track, and files that a page hands over.

#include "daemon/agenda/handles.hpp"
#include "daemon/agenda/housekeeping.hpp"
#include "daemon/agenda/suggesting.hpp"
#include "daemon/agenda/uploads.hpp"
#include "tests/unit/agenda/desk.hpp"

using namespace blend;
using namespace blend::agenda;

namespace {

std::vector<std::string> suggested(const Desk& desk)
{
    std::vector<std::string> names;
    for (const auto& person : list_suggested_people(desk.app, 20).people) names.push_back(person.name);
    return names;
}

wire::UploadPiece piece(const std::string& name, std::int64_t offset, const std::string& data,
                        const std::optional<std::string>& upload = {})
{
    return {.upload = upload, .name = name, .offset = offset, .data = data};
}

} // namespace

TEST_CASE("people are suggested by the days of contact, contacts and strangers alike; groups and the tracked are not")
{
    Desk desk;
    desk.know("Ravi");
    desk.add("Amma");
    desk.log("phone", "Ravi", "2026-11-20T10:00:00Z");
    desk.log("phone", "Amma", "2026-11-20T10:00:00Z");
    desk.import("tom.txt",
                "13/11/2026, 21:58 - Mira: hello\n14/11/2026, 22:04 - Tom: hello\n15/11/2026, 22:04 - Tom: hello\n",
                {.me = "Mira"});
    CHECK(suggested(desk) == std::vector<std::string>{"Tom", "Ravi"});
    CHECK(list_suggested_people(desk.app, 1).people.front().sentence == "in touch on 3 days, last 7 days ago");
}

TEST_CASE("who is left untracked is not suggested again, until that is undone")
{
    Desk desk;
    desk.know("Ravi");
    desk.add("Amma");
    desk.log("phone", "Ravi", "2026-11-20T10:00:00Z");
    leave_untracked(desk.app, "Ravi");
    CHECK(suggested(desk).empty());
    undo(desk.app);
    CHECK(suggested(desk) == std::vector<std::string>{"Ravi"});
    CHECK(problem_of([&] { leave_untracked(desk.app, "Amma"); }).kind == Problem::Kind::cannot);
}

TEST_CASE("a file comes in pieces that continue each other, and is gone when it is dropped")
{
    Desk desk;
    const auto first = add_upload(desk.app, piece("Takeout/all.mbox", 0, "aGVs")); // "hel"
    CHECK(add_upload(desk.app, piece("Takeout/all.mbox", 3, "bG8=", first.upload)).size == 5);
    const auto folder = upload_folder(desk.app, first.upload);
    std::string text;
    std::getline(std::ifstream{folder / "Takeout/all.mbox"}, text);
    CHECK(text == "hello");
    CHECK(problem_of([&] { add_upload(desk.app, piece("Takeout/all.mbox", 3, "bG8=", first.upload)); }).kind ==
          Problem::Kind::bad_request);
    CHECK(problem_of([&] { add_upload(desk.app, piece("x", 0, "?", first.upload)); }).kind ==
          Problem::Kind::bad_request);
    drop_upload(desk.app, first.upload);
    CHECK_FALSE(std::filesystem::exists(folder));
}

TEST_CASE("the name of a file that is handed over leads nowhere else")
{
    Desk desk;
    for (const char* name : {"../out", "/etc/passwd", "a/../../out", "", "folder/", ".", "a/./b"}) {
        INFO(name);
        CHECK(problem_of([&] { add_upload(desk.app, piece(name, 0, "")); }).kind == Problem::Kind::bad_request);
    }
    CHECK(problem_of([&] { add_upload(desk.app, piece("x", 0, "", "../uploads")); }).kind == Problem::Kind::not_found);
}

TEST_CASE("what was handed over is imported under its own name, and gone after that")
{
    Desk desk;
    const auto upload =
        add_upload(desk.app,
                   piece("pile/log.csv", 0, "YXQsY2hhbm5lbCxjb250YWN0CjIwMjYtMTEtMTNUMTA6MDA6MDBaLHBob25lLFJhdmkK"))
            .upload;
    CHECK(import_files(desk.app, {.dry_run = true, .upload = upload}).files.front().path == "pile/log.csv");
    CHECK(import_files(desk.app, {.upload = upload}).files.front().stored == 1);
    CHECK(problem_of([&] { import_files(desk.app, {.upload = upload}); }).kind == Problem::Kind::not_found);
    CHECK(desk.app.store.sources().front().path == "pile/log.csv");
}
