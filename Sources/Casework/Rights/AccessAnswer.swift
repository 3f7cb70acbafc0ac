public import Prevention
import Store

/// What somebody is given who asks what is held about them: the shape of `kreds person export --json`, documented in
/// docs/access-answer.md. Keys and codes are English and stable; dates are ISO 8601.
public struct AccessAnswer: Sendable, Hashable, Codable {
    public struct Who: Sendable, Hashable, Codable {
        public let id: Int64
        public let source: String
        public let sourceID: String
        public let givenNames: String
        public let familyName: String
        public let cpr: String
        public let birthDate: LocalDate?
        public let sex: String
        public let address: String
        public let postalCode: String
        public let municipality: String
        public let isProtected: Bool
    }

    /// That records were found to be one person, and that it was undone.
    public struct Merge: Sendable, Hashable, Codable {
        public let at: String
        /// `nil` while it stands.
        public let undoneAt: String?
    }

    public struct Relation: Sendable, Hashable, Codable {
        public let kind: String
        /// Whether the person is that to the other, or the other to the person.
        public let isTo: Bool
        public let from: LocalDate?
        public let to: LocalDate?
    }

    public struct Incident: Sendable, Hashable, Codable {
        public let id: String
        public let day: LocalDate
        public let type: String
        public let municipality: String
        /// Empty where it may be the home of somebody protected.
        public let place: String
        public let summary: String
        public let roles: [String]
        /// Whether it is in doubt that it was the person.
        public let isInDoubt: Bool
        /// Place and summary stay out, for the sake of somebody protected.
        public let isShortened: Bool
    }

    public struct Case: Sendable, Hashable, Codable {
        public struct Event: Sendable, Hashable, Codable {
            /// `entered`, `recorded`, `pause` or `resume`.
            public let kind: String
            public let code: String
            public let at: String
            public let note: String
            public let fields: [String: String]
        }

        public struct Clock: Sendable, Hashable, Codable {
            public let code: String
            public let state: String
            public let dueAt: String?
        }

        /// What somebody has written down on the case, withdrawn notes among them.
        public struct Note: Sendable, Hashable, Codable {
            public let at: String
            public let text: String
        }

        public struct Task: Sendable, Hashable, Codable {
            public let title: String
            public let details: String
            public let dueOn: LocalDate
            /// `open`, `done` or `dropped`.
            public let state: String
            public let remark: String
        }

        public let number: String
        public let programme: String
        public let regime: String
        public let roles: [String]
        public let municipality: String
        public let stage: String
        public let isOpen: Bool
        public let openedOn: LocalDate
        public let fields: [String: String]
        public let events: [Event]
        /// Events that were taken back as mistakes.
        public let undone: [Event]
        public let notes: [Note]
        public let tasks: [Task]
        public let clocks: [Clock]
        public let documents: [Document]
        /// Free text stays out, for the sake of somebody protected.
        public let isShortened: Bool

        /// A document on the case; what it holds is given on its own, as far as it concerns nobody else.
        public struct Document: Sendable, Hashable, Codable {
            public let number: Int
            public let kind: String
            public let title: String
            public let day: LocalDate
            public let isRemoved: Bool
        }
    }

    public struct Hit: Sendable, Hashable, Codable {
        public struct Incident: Sendable, Hashable, Codable {
            public let day: LocalDate
            public let type: String
        }

        public struct Decision: Sendable, Hashable, Codable {
            public let decision: String
            public let reason: String
            public let at: String
            /// On which it was decided; `nil` where they were not kept, and of a second screener.
            public var facts: Facts?
        }

        public let rule: String
        public let version: Int
        /// Why the rule points, in Danish.
        public let ruleReason: String
        public let firstTriggered: LocalDate
        public let lastTriggered: LocalDate
        public let incidents: [Incident]
        public let decisions: [Decision]
        /// Of a second screener who knew nothing of the decision (*blindprøve*); they had no effect.
        public let blindAnswers: [Decision]
        /// As they were when the hit was found; `nil` where they were not kept.
        public let facts: Facts?
        /// Why it was put off, and what a colleague has said of it.
        public let remarks: [Remark]
        /// When a decided hit was opened again without anybody deciding anew; `nil` where it was not.
        public var undecidedSince: LocalDate?

        public struct Facts: Sendable, Hashable, Codable {
            public struct Incident: Sendable, Hashable, Codable {
                public let day: LocalDate
                public let type: String
                /// The person's own.
                public let roles: [String]
            }

            /// A relation of care between the person and somebody who is not named.
            public struct Care: Sendable, Hashable, Codable {
                public let kind: String
                public let from: LocalDate?
                public let to: LocalDate?
            }

            public let foundOn: LocalDate
            public let birthDate: LocalDate?
            public let incidents: [Incident]
            public let care: [Care]
        }

        public struct Remark: Sendable, Hashable, Codable {
            /// `deferral`, `question`, `agree` or `differs`.
            public let kind: String
            public let text: String
            public let at: String
        }
    }

    /// That a hit was deleted because nobody decided on it.
    public struct LapsedHit: Sendable, Hashable, Codable {
        public let rule: String
        public let lastTriggered: LocalDate
    }

    /// That the person is left off the list of repeated contact for a time.
    public struct NotNow: Sendable, Hashable, Codable {
        public let reason: String
        /// The last day.
        public let until: LocalDate
    }

    public struct Change: Sendable, Hashable, Codable {
        /// `person`, or the number of a case.
        public let of: String
        public let at: String
        public let old: String
        public let new: String
        /// Why, where somebody has said it.
        public let reason: String
    }

    public struct Addendum: Sendable, Hashable, Codable {
        /// `person`, `incident`, `hit`, or the number of a case.
        public let to: String
        public let at: String
        public let text: String
    }

    public struct Disclosure: Sendable, Hashable, Codable {
        public let at: String
        public let recipient: String
        public let purpose: String
    }

    /// What has a record of its own: who gave what about the person to whom, on what basis and why.
    public struct Sharing: Sendable, Hashable, Codable {
        public struct Part: Sendable, Hashable, Codable {
            public let category: String
            public let detail: String
        }

        public let at: String
        /// `given`, `partly` or `declined`.
        public let outcome: String
        public let basis: String
        /// Codes of authorities; nobody there is named.
        public let giver: String
        public let recipients: [String]
        /// Of the item or case; empty where its words are deleted.
        public let reference: String
        public let purpose: String
        public let necessity: String
        public let whyNotLess: String
        public let parts: [Part]
        public let consent: String
        public let channel: String
        public let addenda: [String]
    }

    public struct Kept: Sendable, Hashable, Codable {
        /// `person`, `incident`, or the number of a case.
        public let of: String
        /// `nil` where it is not over yet: an open case.
        public let until: LocalDate?
        /// Act and paragraph.
        public let source: String
    }

    /// A part that is withheld, said with its ground and never with the reason.
    public struct Withheld: Sendable, Hashable, Codable {
        public let part: String
        public let ground: String
    }

    public internal(set) var format = "kreds-access-1"
    public internal(set) var preparedAt: String
    public internal(set) var person: Who
    /// Other records that are the same person, as their sources gave them.
    public internal(set) var records: [Who] = []
    public internal(set) var merges: [Merge] = []
    public internal(set) var relations: [Relation] = []
    public internal(set) var incidents: [Incident] = []
    public internal(set) var cases: [Case] = []
    public internal(set) var hits: [Hit] = []
    public internal(set) var lapsedHits: [LapsedHit] = []
    /// `nil` where nothing of the kind is held.
    public internal(set) var notNow: NotNow?
    public internal(set) var changes: [Change] = []
    public internal(set) var addenda: [Addendum] = []
    public internal(set) var disclosures: [Disclosure] = []
    public internal(set) var sharings: [Sharing] = []
    public internal(set) var forumItems: [ForumItem] = []
    public internal(set) var retention: [Kept] = []
    public internal(set) var withheld: [Withheld] = []
    /// The same in every answer, so that it says nothing about this one: parts may be left out without being named.
    public internal(set) var mayBeIncomplete = true
}

extension AccessAnswer {
    /// The answer in its documented shape, keys in order.
    public var json: String {
        get throws { try JSONText.encode(self) + "\n" }
    }
}
