import Casework
import Handbook
import Prevention
import Store

/// A task as a line of a list.
struct CaseTaskLine: Sendable {
    let taskTitle: String
    let taskDetails: String?
    let taskOwner: String
    let taskDue: String
    let taskDueISO: String
    /// How near the day is, in a word and a shape; `nil` where the task is over.
    let taskBadge: String?
    let taskBadgeClass: String
    let taskState: String
    let taskRemark: String?
    let taskBy: String

    init(_ task: StoredTask, _ texts: CaseTexts) {
        let words = texts.words
        taskTitle = task.title
        taskDetails = task.details.isEmpty ? nil : task.details
        taskOwner = texts.owner(task.owner)
        taskDue = task.dueOn.danish
        taskDueISO = task.dueOn.description
        taskState = words("task.state." + task.state.rawValue)
        taskRemark = task.remark.isEmpty ? nil : task.remark
        if task.state == .open {
            let badge = DueBadge(Instant(endOf: task.dueOn), texts)
            taskBadge = badge.dueLong
            taskBadgeClass = badge.dueClass
        } else {
            taskBadge = nil
            taskBadgeClass = task.state == .done ? "is-met" : "is-neutral"
        }
        let given = words("task.given-by", ["name": texts.person(task.createdBy), "at": task.createdAt.danish])
        let closed = task.closedAt.map {
            words("task.closed-by", ["name": texts.person(task.closedBy), "at": $0.danish])
        }
        taskBy = [given, closed].compactMap(\.self).joined(separator: " · ")
    }
}

/// The tasks of a case, with the forms to give and change them.
struct CaseTasksModel: Sendable {
    struct Entry: Sendable {
        let line: CaseTaskLine
        /// Whoever has it can no longer open the case.
        let isStranded: Bool
        let forms: [CaseForm]
    }

    let head: CaseHead
    let problems: FormProblems?
    let conflict: CaseConflict?
    let tasks: [Entry]
    let hasTasks: Bool
    /// `nil` where the reader's role takes no steps.
    let give: CaseForm?

    /// - Parameter about: the task of the refused form.
    init(_ view: TasksView, _ refused: RefusedForm?, about: Int64?, actor: Actor, _ texts: CaseTexts) {
        let words = texts.words
        let opened = view.opened
        head = CaseHead(opened, at: .tasks, texts)
        let href = head.headHref + "/tasks"
        problems = refused?.problems
        conflict = refused.flatMap { refused in
            let seen = Int(refused.typed["revision"]) ?? 0
            let since = view.history.filter { item in
                guard case .change(let entry) = item.what else { return false }
                return entry.isOf("task", about, after: seen)
            }
            return CaseConflict(refused, since, of: opened, at: "/tasks", texts)
        }
        let forms = CaseTaskForms(view, href, refused, words)
        let able = Set(view.accounts.map(\.name))
        tasks = view.tasks.map { task in
            let mayChange = opened.mayHandle || [task.owner, task.createdBy].contains(actor.name)
            return Entry(
                line: CaseTaskLine(task, texts), isStranded: task.state == .open && !able.contains(task.owner),
                forms: mayChange ? forms.all(of: task) : [])
        }
        hasTasks = !tasks.isEmpty
        give = opened.mayHandle ? forms.give(to: actor.name) : nil
    }
}

extension ChangeLog.Entry {
    /// Whether it is of one task or note, and newer than a revision of that.
    func isOf(_ word: String, _ id: Int64?, after revision: Int) -> Bool {
        guard let id, new.hasPrefix(word + " "),
            let said = try? JSONText.fields(String(new.dropFirst(word.count + 1)))
        else { return false }
        return said["id"] == String(id) && (said["revision"].flatMap { Int($0) } ?? 0) > revision
    }
}

/// The forms of the tasks of a case.
struct CaseTaskForms {
    private let href: String
    private let refused: RefusedForm?
    private let words: Words
    private let accounts: [(code: String, label: String)]
    private let takesNotes: Bool

    init(_ view: TasksView, _ href: String, _ refused: RefusedForm?, _ words: Words) {
        self.href = href
        self.refused = refused
        self.words = words
        accounts = view.accounts.map { ($0.name, $0.displayName) }
        takesNotes = view.opened.file.programme.takesNotes
    }

    func give(to name: String) -> CaseForm {
        CaseForm("give", action: href, title: words("task.give"), refused) { form in
            texts(form, nil) + [
                owner(form, name),
                form.input("due", .date, words("task.field.due"), isRequired: true),
            ] + form.nameTick(words)
        }
    }

    func all(of task: StoredTask) -> [CaseForm] {
        let acts: [CaseTaskAct] = task.state == .open ? [.done, .handOver, .edit, .drop] : [.reopen]
        return acts.map { act in
            CaseForm(
                act.form(task.id), action: href + "/\(task.id)/" + act.rawValue,
                title: words("task.act." + act.rawValue),
                of: task.title, revision: task.revision, refused, isDanger: act == .drop
            ) { form in inputs(act, task, form) + form.nameTick(words) }
        }
    }

    private func inputs(_ act: CaseTaskAct, _ task: StoredTask, _ form: CaseForm.Typed) -> [FieldInput] {
        func remark(_ key: String, isRequired: Bool) -> FieldInput {
            form.input("remark", .text, words(key), isRequired: isRequired)
        }
        switch act {
        case .edit:
            return texts(form, task)
                + [form.input("due", .date, words("task.field.due"), value: task.dueOn.description, isRequired: true)]
        case .done: return takesNotes ? [remark("task.remark", isRequired: false)] : []
        case .drop, .reopen: return [remark("task.why", isRequired: true)]
        case .handOver:
            return [owner(form, task.owner)] + (takesNotes ? [remark("case-hand-over.message", isRequired: false)] : [])
        }
    }

    private func texts(_ form: CaseForm.Typed, _ task: StoredTask?) -> [FieldInput] {
        let title = form.input(
            "title", .text, words("task.field.title"), value: task?.title ?? "", help: words("task.title-help"),
            isRequired: true)
        let details = form.input("details", .longText, words("task.field.details"), value: task?.details ?? "")
        return takesNotes ? [title, details] : [title]
    }

    private func owner(_ form: CaseForm.Typed, _ name: String) -> FieldInput {
        form.input(
            "owner", .choice(accounts.map(\.code)), words("task.field.owner"), value: name,
            help: words("task.owner-help"), isRequired: true, options: accounts)
    }
}
