#include "daemon/intake/import.hpp"

#include "daemon/intake/collector.hpp"
#include "daemon/intake/files/input.hpp"
#include "daemon/intake/formats.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace blend::intake {

namespace {

using Kind = Problem::Kind;

std::filesystem::path copies_beside(const store::Store& store) { return store.file().parent_path() / "reading"; }

struct Task {
    Input input;
    const Format* format{};
    std::optional<Problem> refusal;
    std::filesystem::path named{}; ///< by the owner: the file, or what it lies in
};

Problem unknown_format(const Input& input)
{
    std::string names;
    for (const Format* format : formats()) names += (names.empty() ? "" : ", ") + std::string{format->name};
    return {Kind::bad_input, input.path.string() + " is in no format that Blend reads", "it reads " + names};
}

Task task_for(const Input& input, const Format* forced)
{
    const Format* format = forced != nullptr ? forced : recognised(input);
    const bool says_nothing = !input.folder && input.size == 0;
    if (says_nothing && (format == nullptr || !format->may_be_empty))
        return {input, nullptr, Problem{Kind::bad_input, input.path.string() + " is empty", "export it again"}};
    if (format == nullptr) return {input, nullptr, unknown_format(input)};
    return {input, format, std::nullopt};
}

/// What cannot be read is one refusal among the others: the rest of the pile goes in.
template <class Look> std::optional<Problem> problem_of(Look look)
{
    try {
        look();
        return std::nullopt;
    } catch (const Problem& problem) {
        return problem;
    }
}

/// The same file without its first bytes.
Input behind(Input input, std::uint64_t from)
{
    input.size -= std::min(input.size, from);
    input.open = [open = std::move(input.open), from] {
        auto stream = open();
        stream->seekg(static_cast<std::streamoff>(from));
        return stream;
    };
    return input;
}

bool is_wanted(const Input& input, const std::function<bool(const std::filesystem::path&)>& wanted)
{
    const auto files = files_of(input);
    return input.folder ||
           std::any_of(files.begin(), files.end(), [&](const Input& file) { return wanted(file.path); });
}

std::vector<Task> tasks_of(const Order& order)
{
    const Format* forced = nullptr;
    if (order.format) {
        forced = format_named(*order.format);
        if (forced == nullptr) {
            std::string names;
            for (const Format* format : formats()) names += (names.empty() ? "" : ", ") + std::string{format->name};
            throw Problem{Kind::bad_request, "there is no format " + *order.format, "there are " + names};
        }
    }
    std::vector<Task> tasks;
    for (const Given& each : order.given) tasks.push_back({each.input, each.format, std::nullopt, each.input.path});
    for (const auto& path : order.paths) {
        Input whole;
        whole.path = path;
        std::vector<Recognised> found;
        if (auto refusal = problem_of([&] { found = gathered(inputs_at(path)); }))
            tasks.push_back({whole, nullptr, *refusal, path});
        if (order.from > 0)
            for (Recognised& each : found) each.input = behind(each.input, order.from);
        for (Recognised& each : found) {
            if (order.wanted && !is_wanted(each.input, order.wanted)) continue;
            if (each.input.folder) {
                each.input.wanted = order.wanted;
                each.input.was_read = order.was_read;
            }
            Task task{each.input, each.format, std::nullopt};
            const bool settled = each.format != nullptr && (forced == nullptr || forced == each.format);
            if (!settled)
                if (auto refusal = problem_of([&] { task = task_for(each.input, forced); })) task.refusal = refusal;
            task.named = path;
            tasks.push_back(std::move(task));
        }
    }
    const auto rank = [](const Task& task) {
        return std::find(formats().begin(), formats().end(), task.format) - formats().begin();
    };
    std::stable_sort(tasks.begin(), tasks.end(), [&](const Task& a, const Task& b) { return rank(a) < rank(b); });
    return tasks;
}

store::SourceOrder kept(const Order& order, const Task& task)
{
    return {.named = task.named.string(),
            .format = order.format,
            .date_order = order.date_order ? std::optional{std::string{word(*order.date_order)}} : std::nullopt,
            .owner_zone = order.owner_zone.name(),
            .source_zone = order.source_zone.name(),
            .region = order.region,
            .columns = order.columns};
}

/// What was asked then; of what was not kept, what is asked now.
Order asked_before(const Order& now, const store::StoredSource& source)
{
    Order order = now;
    order.me.reset();
    order.given.clear();
    order.strangers = Order::Strangers::wait;
    order.wanted = {};
    order.was_read = {};
    order.columns.reset();
    order.from = 0;
    order.format.reset();
    order.date_order.reset();
    order.paths = {source.path};
    if (!source.order) return order;
    order.paths = {source.order->named};
    order.format = source.order->format;
    if (source.order->date_order) order.date_order = from_word<DateOrder>(*source.order->date_order);
    if (const auto zone = zone::named(source.order->owner_zone)) order.owner_zone = *zone;
    if (const auto zone = zone::named(source.order->source_zone)) order.source_zone = *zone;
    order.region = source.order->region;
    order.columns = source.order->columns;
    return order;
}

class Importing {
public:
    Importing(store::Store& store, const Order& order, const std::function<void(const Progress&)>& progress,
              const std::atomic<bool>& cancelled)
        : store_{store}, order_{order}, progress_{progress}, cancelled_{cancelled}, owner_{store, order}
    {
    }

    Report run()
    {
        tasks_ = tasks_of(order_);
        const bool nothing_fits =
            std::all_of(tasks_.begin(), tasks_.end(), [](const Task& task) { return task.refusal.has_value(); });
        if (nothing_fits && order_.entry == Order::Entry::if_new) {
            for (const Task& task : tasks_) report_.files.push_back(refused(task));
            return std::move(report_);
        }
        if (tasks_.empty())
            throw Problem{Kind::bad_input, "there is nothing to read", "name a file or a folder with files"};
        if (nothing_fits) throw *tasks_.front().refusal;
        for (const Task& task : tasks_) total_ += task.input.size;
        files_ = tasks_.size();

        begin();
        keep_owner();
        read_all();
        report_.owner = owner_guess();
        if (report_.owner) // said once for all of them
            for (const std::size_t left : without_owner_)
                report_.files[left].warnings = {"it does not tell which of its people is you"};
        refuse_if_nothing_fits();
        read_again();
        const bool nothing_new =
            report_.read_again.empty() && std::all_of(report_.files.begin(), report_.files.end(),
                                                      [](const FileReport& file) { return file.counts.stored == 0; });
        run_->finish(nothing_new && order_.entry == Order::Entry::if_new ? std::nullopt : std::optional{sentence()});
        return std::move(report_);
    }

    Report change_owner(const OwnerChange& change, const std::string& what)
    {
        begin();
        std::vector<store::StoredSource> sources;
        for (const HandleId handle : change.remove)
            for (store::StoredSource& each : run_->sources_read_as(handle)) sources.push_back(std::move(each));
        std::vector<store::HandleRecord> added;
        for (const Handle& handle : change.add) added.push_back(run_->handle(handle, handle.value));
        run_->change([&](store::Writer& writer) {
            for (const HandleId handle : change.remove) writer.disown(handle);
            for (const store::HandleRecord& handle : added) writer.make_owner(handle.id);
        });
        owner_ = Owner{store_, order_}; // as it is now
        for (const Handle& handle : change.add) owner_.learn(handle);
        std::set<std::int64_t> once;
        for (const store::StoredSource& each : sources)
            if (once.insert(each.id).second) read_again(each);
        read_again();
        run_->finish(what);
        return std::move(report_);
    }

private:
    void begin()
    {
        run_ = store_.import(order_.now, order_.trial);
        report_.batch = run_->batch();
    }

    void read_all()
    {
        for (const Task& task : tasks_) {
            place_ = report_.files.size();
            report_.files.push_back(one(task, order_, {}));
        }
        // Another file of the pile may have told since who the owner is.
        if (owner_.learned().size() == owner_.new_handles().size()) return;
        seen_in_chats_.clear();
        for (const std::size_t left : std::exchange(without_owner_, {})) {
            place_ = left;
            report_.files[left] = one(tasks_[left], order_, {});
        }
    }

    void keep_owner()
    {
        if (owner_.new_handles().empty()) return;
        run_->change([&](store::Writer& writer) {
            for (const Handle& handle : owner_.new_handles())
                writer.make_owner(writer.add_handle(handle, handle.value));
        });
    }

    std::string shown(const Input& input) const
    {
        return order_.lies_in.empty() || input.path == order_.lies_in
                   ? input.path.string()
                   : input.path.lexically_relative(order_.lies_in).string();
    }

    FileReport refused(const Task& task) const
    {
        FileReport file{.path = shown(task.input), .refusal = task.refusal};
        const bool in_archive = task.input.open && task.input.name != task.input.path.filename();
        if (in_archive) file.path += "/" + task.input.name;
        if (task.format != nullptr) file.format = std::string{task.format->name};
        file.warnings.push_back(file.refusal->what());
        return file;
    }

    /// What was read before it was known that a handle is the owner's, in this run or long ago, was misunderstood. The
    /// second reading may tell of further ones.
    void read_again()
    {
        for (std::size_t next = 0; next < owner_.learned().size(); ++next) {
            const Handle handle = owner_.learned()[next];
            for (const store::StoredSource& source : run_->sources_with(run_->handle(handle, {}).id))
                read_again(source);
        }
    }

    void read_again(const store::StoredSource& source)
    {
        const auto is_source = [&](const Task& task) {
            return task.format != nullptr && task.format->name == source.format && shown(task.input) == source.path;
        };
        const auto present = std::find_if(tasks_.begin(), tasks_.end(), is_source);
        const bool whole = order_.from == 0 && !order_.wanted;
        if (whole && present != tasks_.end()) {
            const auto place = static_cast<std::size_t>(present - tasks_.begin());
            // Its rows of a moment ago are out: what it tells is as new as it was then.
            report_.files.at(place) = one(*present, order_, source);
            return;
        }
        if (source.path.find("://") != std::string::npos) // on a server: whoever asked for it asks again
            return tell(report_.give_again, source.path);
        const Order before = asked_before(order_, source);
        const auto& tasks = tasks_before(before);
        const auto task = std::find_if(tasks.begin(), tasks.end(), is_source);
        const bool gone = task == tasks.end() || task->refusal || one(*task, before, source).refusal;
        tell(gone ? report_.give_again : report_.read_again, source.path);
    }

    /// A folder is walked once, however many of its files are read again. Empty when it is gone.
    const std::vector<Task>& tasks_before(const Order& before)
    {
        const auto asked = std::pair{before.paths.front(), before.format.value_or("")};
        if (const auto known = tasks_before_.find(asked); known != tasks_before_.end()) return known->second;
        std::vector<Task> tasks;
        if (problem_of([&] { tasks = tasks_of(before); })) tasks.clear();
        return tasks_before_.emplace(asked, std::move(tasks)).first->second;
    }

    static void tell(std::vector<std::string>& paths, const std::string& path)
    {
        if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
    }

    FileReport one(const Task& task, const Order& order, const std::optional<store::StoredSource>& again)
    {
        if (task.refusal) return refused(task);
        FileReport file{.path = shown(task.input), .format = std::string{task.format->name}};
        if (again)
            run_->open_again(*again);
        else
            run_->open_source(task.format->name, file.path, kept(order, task));
        // One bad file never loses a pile: what it says is kept as its refusal and its rows are taken back.
        try {
            read(task, order, file);
        } catch (const UnknownOwner& problem) {
            left_without_owner(problem);
            refuse(file, problem);
        } catch (const Problem& problem) {
            if (cancelled_ || problem.kind == Kind::cannot || problem.kind == Kind::internal) throw;
            refuse(file, problem);
        }
        done_ += task.input.size;
        return file;
    }

    void refuse(FileReport& file, const Problem& problem)
    {
        run_->drop_source();
        FileReport fresh;
        fresh.path = file.path;
        fresh.format = file.format;
        fresh.refusal = problem;
        fresh.warnings = {problem.hint.empty() ? std::string{problem.what()}
                                               : problem.what() + std::string{"; "} + problem.hint};
        file = std::move(fresh);
    }

    void left_without_owner(const UnknownOwner& problem)
    {
        without_owner_.push_back(place_);
        for (const std::string& name : problem.candidates) ++seen_in_chats_[name];
    }

    /// The one name that is in most of several chats.
    std::optional<OwnerGuess> owner_guess() const
    {
        OwnerGuess guess{{}, 1, static_cast<std::int64_t>(without_owner_.size())};
        bool alone = false;
        for (const auto& [name, chats] : seen_in_chats_) {
            if (chats < guess.chats) continue;
            alone = chats > guess.chats;
            if (alone) guess = {name, chats, guess.of};
        }
        return alone ? std::optional{guess} : std::nullopt;
    }

    void read(const Task& task, const Order& order, FileReport& file)
    {
        std::uint64_t told = 0;
        const auto tell = [&](std::uint64_t bytes, std::int64_t records) {
            if (cancelled_) throw Problem{Kind::cannot, "the import was cancelled; nothing was stored"};
            if (told != 0 && bytes < told + std::max<std::uint64_t>(total_ / 200, 65'536)) return;
            told = bytes;
            progress_({file.path, done_ + bytes, total_, records, place_ + 1, files_});
        };
        Collector collector{*run_, order, owner_, file, tell};
        const Context context{.zone = order.source_zone,
                              .date_order = order.date_order,
                              .columns = order.columns,
                              .now = order.now,
                              .is_owner = [this](const Party& party) { return owner_.is(party); },
                              .owner_known_by = [this](HandleKind kind) { return owner_.known_by(kind); },
                              .copies = copies_beside(store_)};
        task.format->read(task.input, context, collector);
        if (file.counts.read == 0 && task.input.members.empty() &&
            task.format->sniff(task.input, head_of(task.input)) == 0)
            throw Problem{Kind::bad_input, file.path + " holds nothing that reads as " + std::string{task.format->name},
                          "leave out --as, or name another format"};
        // The ledger does not show yet what this import has made.
        for (const auto& [name, contact] : collector.made()) {
            const bool sole =
                collector.made().count(name) == 1 && !adopted_.contains(name) && store_.find_contacts(name).empty();
            if (sole) adopted_.emplace(name, contact);
        }
        if (order.strangers == Order::Strangers::become_contacts) adopt(collector.strangers());
        collector.finish();
        run_->close_source(file.counts);
    }

    /// A stranger with exactly the name of one contact is that contact; any other becomes one.
    void adopt(const std::map<HandleId, store::HandleRecord>& strangers)
    {
        run_->change([&](store::Writer& writer) {
            for (const auto& [id, handle] : strangers) {
                // By its value: the number may have gone with an undo and come back as another's.
                const HandleId present = writer.add_handle(handle.handle, handle.name);
                if (writer.contact_of(present)) continue; // drawn along by another handle of the same address
                const std::string name = handle.name.empty() ? handle.handle.value : handle.name;
                auto known = adopted_.find(name);
                if (known == adopted_.end()) {
                    const auto same = store_.find_contacts(name);
                    const bool sole = same.size() == 1 && same.front().name == name;
                    const ContactId contact =
                        sole ? same.front().id : writer.add_contact({.name = name, .added = order_.now});
                    known = adopted_.emplace(name, contact).first;
                }
                writer.link(present, known->second);
            }
        });
    }

    void refuse_if_nothing_fits() const
    {
        const bool any = std::any_of(report_.files.begin(), report_.files.end(),
                                     [](const FileReport& file) { return !file.refusal; });
        if (any || order_.entry == Order::Entry::if_new) return;
        if (report_.owner)
            throw Problem{Kind::bad_input,
                          "none of the " + std::to_string(report_.owner->of) +
                              " chats tells which of its people is you",
                          "you seem to be " + report_.owner->name + " in " + std::to_string(report_.owner->chats) +
                              " of them: if so, say --me \"" + report_.owner->name + "\""};
        for (const FileReport& file : report_.files)
            if (file.refusal) throw named(file);
    }

    /// Of several files, the one that is refused.
    Problem named(const FileReport& file) const
    {
        const std::string what = file.refusal->what();
        const std::string name = std::filesystem::path{file.path}.filename().string();
        if (report_.files.size() == 1 || what.find(name) != std::string::npos) return *file.refusal;
        return {file.refusal->kind, name + ": " + what, file.refusal->hint};
    }

    std::string sentence() const
    {
        std::int64_t stored = 0;
        for (const FileReport& file : report_.files) stored += file.counts.stored;
        const auto count = [](std::int64_t number, const char* one, const char* many) {
            return std::to_string(number) + " " + (number == 1 ? one : many);
        };
        return "imported " + (stored == 0 ? "nothing new" : count(stored, "record", "records")) + " from " + told_by();
    }

    std::string told_by() const
    {
        if (!order_.called.empty()) return order_.called;
        return report_.files.size() == 1 ? std::filesystem::path{report_.files.front().path}.filename().string()
                                         : std::to_string(report_.files.size()) + " files";
    }

    store::Store& store_;
    const Order& order_;
    const std::function<void(const Progress&)>& progress_;
    const std::atomic<bool>& cancelled_;
    Owner owner_;
    std::unique_ptr<store::ImportRun> run_;
    std::vector<Task> tasks_;
    std::size_t place_{}; ///< of the task that is being read
    std::map<std::pair<std::filesystem::path, std::string>, std::vector<Task>> tasks_before_;
    Report report_;
    std::uint64_t total_{};
    std::uint64_t done_{};
    std::size_t files_{};
    std::vector<std::size_t> without_owner_;            ///< which files were left because they do not tell
    std::map<std::string, std::int64_t> seen_in_chats_; ///< names of people, among whom the owner is
    std::map<std::string, ContactId> adopted_;
};

} // namespace

void drop_copies(const store::Store& store)
{
    std::error_code error;
    std::filesystem::remove_all(copies_beside(store), error);
}

Report change_owner(store::Store& store, const Order& order, const OwnerChange& change, const std::string& what,
                    const std::atomic<bool>& cancelled)
{
    const std::function<void(const Progress&)> untold = [](const Progress&) {};
    return Importing{store, order, untold, cancelled}.change_owner(change, what);
}

Report import_files(store::Store& store, const Order& order, const std::function<void(const Progress&)>& progress,
                    const std::atomic<bool>& cancelled)
{
    return Importing{store, order, progress, cancelled}.run();
}

} // namespace blend::intake
