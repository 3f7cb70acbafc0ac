import Handbook
public import Prevention
import SQL
import Store

/// Which letter somebody wants, to whom, and what they add.
public struct LetterOrder: Sendable {
    /// Code of the letter.
    public let letter: String
    /// A party of the case in the receiver's role; `nil` where name and address are typed.
    public let person: Int64?
    public let name: String
    /// On one or several lines.
    public let address: String
    public let freeText: String

    public init(_ letter: String, person: Int64? = nil, name: String = "", address: String = "", freeText: String = "")
    {
        self.letter = letter
        self.person = person
        self.name = name
        self.address = address
        self.freeText = freeText
    }

    /// Characters of what is typed.
    public static let longestText = 8_000
    public static let longestLine = 120
}

/// A letter as it will be.
public struct LetterDraft: Sendable {
    public let template: LetterTemplate
    /// Of its text; 0 for the one that is shipped.
    public let version: Int
    public let caseNumber: String
    public let day: LocalDate
    public let district: String
    public let sender: String
    public let receiverLines: [String]
    public let blocks: [LetterText.Block]
}

/// What is needed to choose and write a letter.
public struct LetterDesk: Sendable {
    public let opened: OpenedCase
    public let template: LetterTemplate
    /// Those of the case who may be its receiver.
    public let parties: [Party]
    public let takesFreeText: Bool
    /// As it will be; `nil` where something is wrong, which `problems` says.
    public let draft: LetterDraft?
    public let problems: [Refusal]
}

/// Shows a letter as it will be, from the case as it is; logged as the case is read.
public struct ComposeLetter: Sendable {
    public let id: Int64
    public let order: LetterOrder

    public init(_ id: Int64, _ order: LetterOrder) {
        self.id = id
        self.order = order
    }

    /// - Throws: `NotFound` outside the actor's scope, or for a letter that the case has not come to; `Refused`:
    ///   `not-your-programme`, `document-protected`.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> LetterDesk {
        try await office.reading(case: id, as: who) { db, opened in
            try ComposeLetter.desk(order, opened, by: who.actor, office, in: db)
        }
    }

    static func desk(
        _ order: LetterOrder, _ opened: OpenedCase, by actor: Actor, _ office: Office, in db: any Connection
    ) throws -> LetterDesk {
        guard let shipped = office.handbook.letter(order.letter), shipped.fits(opened.file) else { throw NotFound() }
        guard opened.mayHandle else { throw Refused("not-your-programme") }
        if let refusal = opened.contentRefusal { throw Refused([refusal]) }
        let edited = try TemplateStore.newest(of: order.letter, in: db)
        let parties = opened.file.parties.filter { $0.role == shipped.receiver.party }
        var problems: [Refusal] = []
        var draft: LetterDraft?
        do {
            draft = try LetterMaking(order, shipped, edited, opened, by: actor, office, in: db).draft()
        } catch let refused as Refused {
            problems = refused.refusals
        }
        return LetterDesk(
            opened: opened, template: shipped, parties: parties, takesFreeText: opened.file.programme.takesNotes,
            draft: draft, problems: problems)
    }
}
