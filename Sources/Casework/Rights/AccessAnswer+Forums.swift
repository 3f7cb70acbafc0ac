public import Prevention

extension AccessAnswer {
    /// An item about the person on the agenda of a forum (*dagsordenspunkt*): why it was brought up, what was shared with it,
    /// said and agreed. Nobody who wrote is named; their authorities are.
    public struct ForumItem: Sendable, Hashable, Codable {
        public struct Contribution: Sendable, Hashable, Codable {
            public let at: String
            /// Code of the authority.
            public let authority: String
            /// `given`, `partly` or `declined`.
            public let outcome: String
            /// Empty where it was declined, or taken back before anybody read it.
            public let text: String
        }

        /// What the minutes of a meeting say about the item.
        public struct Minutes: Sendable, Hashable, Codable {
            public let meetingOn: LocalDate
            public let text: String
        }

        /// A decision or an action that a meeting has agreed on.
        public struct Action: Sendable, Hashable, Codable {
            /// `decision` or `action`.
            public let kind: String
            public let text: String
            public let dueOn: LocalDate?
            /// `open`, `done` or `dropped`.
            public let state: String
            public let remark: String
        }

        /// What somebody has objected to in the minutes.
        public struct Objection: Sendable, Hashable, Codable {
            public let at: String
            public let text: String
        }

        /// What happened to it.
        public struct Event: Sendable, Hashable, Codable {
            /// The state that it came to; `carried`, `corrected`, `joined` or `left` for what moved it to none.
            public let code: String
            public let at: String
            public let remark: String
        }

        public let number: String
        /// Code of the kind of forum.
        public let forum: String
        /// Code; empty for a forum of the whole district.
        public let municipality: String
        public let state: String
        public let proposedAt: String
        /// As whoever proposed it named the person; empty where it came from the register.
        public let named: String
        public let reason: String
        public let question: String
        /// Why § 115, stk. 1, nr. 2 reaches the prison service.
        public let assessment: String
        /// The chair's reason for taking it up, or not.
        public let judgement: String
        public let contributions: [Contribution]
        public let minutes: [Minutes]
        public let actions: [Action]
        public let objections: [Objection]
        public let events: [Event]
        /// Free text stays out, for the sake of somebody protected.
        public let isShortened: Bool
    }
}
