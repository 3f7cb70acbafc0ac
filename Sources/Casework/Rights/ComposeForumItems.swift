import Prevention
import SQL
import Store

extension ComposeAnswer {
    /// Items about the person that are not withheld, and their row ids; oldest first.
    func forumItems(
        _ all: AccessSource, _ hidden: [Programme], in db: any Connection
    ) throws -> (items: [AccessAnswer.ForumItem], ids: [Int64]) {
        guard !withheld.contains(.forums) else { return ([], []) }
        var items: [AccessAnswer.ForumItem] = []
        var ids: [Int64] = []
        for item in all.items.reversed() {
            guard let forum = try ForumStore.forum(item.forum, in: db),
                !isWithheld(item.caseID, item.number, forum.kind, all, hidden)
            else { continue }
            items.append(try given(item, forum, all, in: db))
            ids.append(item.id)
        }
        return (items, ids)
    }

    /// Whether what was done in a forum is withheld: with its case, or with all that the forum is for.
    func isWithheld(
        _ caseID: Int64?, _ reference: String, _ kind: ForumKind?, _ all: AccessSource, _ hidden: [Programme]
    ) -> Bool {
        let file = caseID.flatMap { id in all.cases.first { $0.file.id == id }?.file }
        if let file, withheld.contains(.cases(file.programme.code)) { return true }
        if hidden.contains(where: { reference.hasPrefix($0.prefix + "-") }) { return true }
        let taken = kind?.programmes ?? []
        return !taken.isEmpty && taken.allSatisfy { withheld.contains(.cases($0)) }
    }

    private func given(
        _ item: StoredItem, _ forum: StoredForum, _ all: AccessSource, in db: any Connection
    ) throws -> AccessAnswer.ForumItem {
        let isShortened = item.caseID.map(all.shortenedCases.contains) == true || all.hasProtectedFamily
        let minutes = try MinutesStore.minutes(of: item.id, keys: keys, in: db)
        let spoken = try minutes.map { ($0, try ItemStore.items(at: $0.meeting, keys: keys, in: db)) }
        func free(_ text: String) -> String { isShortened && !text.isEmpty ? Redactor.mark : all.redact(text) }
        let names = all.ownNames.union([item.number.lowercased()])
        var objections: [AccessAnswer.ForumItem.Objection] = []
        for (one, about) in spoken {
            // One to minutes that speak of several is given where it says that it is about this item, or names the person.
            objections += try MinutesStore.answers(to: one.meeting, keys: keys, in: db).filter { answer in
                !answer.remark.isEmpty
                    && (about.count == 1 || names.contains { answer.remark.lowercased().contains($0) })
            }.map { .init(at: $0.at.description, text: free($0.remark)) }
        }
        let days = try spoken.map { try MeetingStore.meeting($0.0.meeting, in: db)?.startsAt.day }
        return .init(
            number: item.number, forum: forum.kind.code, municipality: forum.municipality, state: item.state.rawValue,
            proposedAt: item.proposedAt.description, named: item.named, reason: free(item.reason),
            question: free(item.question), assessment: free(item.assessment), judgement: free(item.checkReason),
            contributions: try ContributionStore.contributions(to: item.id, keys: keys, in: db).map {
                .init(
                    at: $0.at.description, authority: $0.authority, outcome: $0.outcome.rawValue, text: free($0.body))
            },
            minutes: zip(minutes, days).map { .init(meetingOn: $1 ?? $0.writtenAt.day, text: free($0.body)) },
            actions: try ActionStore.actions(of: item.id, keys: keys, in: db).map {
                .init(
                    kind: $0.kind.rawValue, text: free($0.body), dueOn: $0.dueOn, state: $0.state.rawValue,
                    remark: free($0.remark))
            },
            objections: objections,
            events: try ItemStore.events(of: item.id, keys: keys, in: db).map {
                .init(
                    code: $0.kind == .state ? $0.code : $0.kind.rawValue, at: $0.at.description,
                    remark: free($0.remark))
            }, isShortened: isShortened)
    }
}
