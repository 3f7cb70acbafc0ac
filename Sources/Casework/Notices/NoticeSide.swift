public import Prevention

/// On which side of a notice somebody stands.
public enum NoticeSide: Sendable, Hashable {
    /// The municipality's social workers: what was sent to their municipalities, by code.
    case recipient(Set<String>)
    /// Those of the police who notify: what was sent, whether it was opened, what came back.
    case sender

    /// `nil` for those who have to do with no notices.
    public init?(of actor: Actor) {
        if actor.kind == .municipality, actor.holds(any: [.socialWorker]), case .municipalities(let codes) = actor.area
        {
            self = .recipient(codes)
        } else if actor.kind == .police, Programme.concernNotice.mayBeOpened(by: actor) {
            self = .sender
        } else {
            return nil
        }
    }

    /// What waits unopened for them; nothing for those who send.
    var inbox: CaseScope? {
        if case .recipient(let codes) = self { return CaseScope.inbox(of: codes) }
        return nil
    }
}

extension Authorized where Permitted == Acts.WorkCases {
    /// - Throws: `NotFound` for those who have to do with no notices.
    func noticeSide() throws -> NoticeSide {
        guard let side = NoticeSide(of: actor) else { throw NotFound() }
        return side
    }
}
