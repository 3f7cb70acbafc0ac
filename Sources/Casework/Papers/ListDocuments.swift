import Handbook
public import Prevention
import SQL
public import Store

/// The documents of a case, as its page shows them.
public struct CaseDocuments: Sendable {
    public let opened: OpenedCase
    /// Newest first, removed ones among them; without what people have written of them where their content is not given out.
    public let documents: [StoredDocument]
    /// Why none can be added by this actor; `nil` where they can.
    public let refusal: Refusal?
    /// The letters that may be made now; none for whoever does not handle the case.
    public let letters: [LetterTemplate]
    /// Why content is not given out; `nil` where it is.
    public var contentRefusal: Refusal? { opened.contentRefusal }
}

/// Lists the documents of a case; logged as the case itself is.
public struct ListDocuments: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> CaseDocuments {
        try await office.reading(case: id, as: who) { db, opened in
            CaseDocuments(
                opened: opened,
                documents: try DocumentStore.documents(of: id, in: db).map {
                    opened.contentRefusal == nil ? $0 : $0.withoutWords
                },
                refusal: opened.documentRefusal,
                letters: opened.mayHandle ? office.handbook.letters.filter { $0.fits(opened.file) } : [])
        }
    }
}

extension OpenedCase {
    /// Why this actor cannot add a document; `nil` where they can. Where the law or the scheme keeps content out of the
    /// case,
    /// nothing but letters made here goes in.
    var documentRefusal: Refusal? {
        if !mayHandle { return Refusal("not-your-programme") }
        if file.isOnlyFollowed { return Refusal("psp-k.monitored-minimal") }
        if file.programme.isAboutNobody(file) { return Refusal("documents-about-nobody") }
        return file.programme.takesNotes ? nil : Refusal("no-documents")
    }

    /// Why content of documents is not given to this actor: nothing in it can be masked. Whoever may not learn who takes part
    /// gets none at all; where somebody protected is masked for them, a need is recorded first.
    var contentRefusal: Refusal? {
        let masked = persons.values.filter { $0.name == nil }
        if masked.isEmpty { return nil }
        return Refusal(isUnnamed ? "document-unnamed" : "document-protected")
    }
}
