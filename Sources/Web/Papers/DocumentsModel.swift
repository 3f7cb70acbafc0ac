import Casework
import Handbook
import Prevention
import Store

/// The documents of a case.
struct DocumentsModel: Sendable {
    struct Upload: Sendable {
        let uploadPath: String
        let uploadTitle: FieldInput
        let uploadKind: FieldInput
        let uploadHelp: String
        let uploadAccept: String
        let uploadError: String?
    }

    struct LetterLink: Sendable {
        let letterHref: String
        let letterTitle: String
        let letterReceiver: String
    }

    let head: CaseHead
    let problems: FormProblems?
    let documents: [DocumentModel]
    let hasDocuments: Bool
    let documentCount: String
    /// Why content cannot be opened; `nil` where it can.
    let contentText: String?
    let upload: Upload?
    /// Why nothing can be added.
    let uploadRefusal: String?
    let letters: [LetterLink]
    let hasLetters: Bool

    init(_ view: CaseDocuments, _ refused: RefusedPaper?, most: Int, _ texts: CaseTexts) {
        let words = texts.words
        let programme = view.opened.file.programme
        let head = CaseHead(view.opened, at: .documents, texts)
        self.head = head
        let problems = refused?.problems(
            words, programme: programme, otherwise: refused?.form == "upload" ? "upload-file" : "documents")
        self.problems = problems
        let mayRead = view.contentRefusal == nil
        documents = view.documents.map {
            DocumentModel(
                $0, at: head.headHref, mayRead: mayRead, mayHandle: view.opened.mayHandle, refused, problems, texts)
        }
        hasDocuments = !documents.isEmpty
        documentCount = words("documents.count", ["count": String(documents.count)])
        contentText = view.contentRefusal.map { words.refusal($0, programme: programme) }
        upload = view.refusal == nil ? Upload(at: head.headHref, refused, problems, most: most, texts) : nil
        uploadRefusal = view.refusal.map { words.refusal($0, programme: programme) }
        letters = view.letters.map {
            LetterLink(
                letterHref: head.headHref + "/letters/" + $0.code, letterTitle: $0.title,
                letterReceiver: words("letter.receiver." + $0.receiver.rawValue))
        }
        hasLetters = !letters.isEmpty
    }
}

extension DocumentsModel.Upload {
    init(at href: String, _ refused: RefusedPaper?, _ problems: FormProblems?, most: Int, _ texts: CaseTexts) {
        let words = texts.words
        let typed = refused?.form == "upload" ? refused?.typed : nil
        uploadPath = href + "/documents/upload"
        uploadTitle = FieldInput(
            id: "upload-title", name: "title", kind: .text, label: words("documents.title"),
            value: typed?["title"] ?? "", help: words("documents.title-help"), isRequired: true, problems: problems)
        uploadKind = FieldInput(
            id: "upload-kind", name: "kind", kind: .choice([]), label: words("documents.kind"),
            value: typed?["kind"] ?? "", isRequired: true,
            options: DocumentKind.uploaded.map { kind in
                .init(
                    optionValue: kind.rawValue, optionLabel: words("documents.kinds." + kind.rawValue),
                    isChosen: typed?["kind"] == kind.rawValue)
            }, problems: problems)
        let types = texts.handbook.documentTypes
        uploadHelp = words(
            "documents.file-help",
            ["types": types.map(\.name).joined(separator: ", "), "most": DocumentIntake.megabytes(most)])
        uploadAccept = types.flatMap(\.endings).map { "." + $0 }.joined(separator: ",")
        uploadError = problems?.text(at: "upload-file")
    }
}

/// A document in the list.
struct DocumentModel: Sendable {
    struct Removal: Sendable {
        let removeID: String
        let removePath: String
        let removeReason: FieldInput
        let isRemoveOpen: Bool
    }

    struct Sending: Sendable {
        let sendID: String
        let sendPath: String
        let sendOn: FieldInput
        let sendChannel: FieldInput
        let isSendOpen: Bool
    }

    let documentNumber: String
    let documentTitle: String
    let documentHref: String?
    let documentKind: String
    let documentFile: String
    let documentBy: String
    let documentAt: String
    let documentISO: String
    let documentChecksum: String
    /// What became of it: removed, sent, to be sent.
    let documentState: String?
    let documentStateClass: String
    /// To whom a letter goes or went, when and how.
    let letterText: String?
    let removedBecause: String?
    let removal: Removal?
    let sending: Sending?
    let hasForms: Bool

    init(
        _ document: StoredDocument, at href: String, mayRead: Bool, mayHandle: Bool, _ refused: RefusedPaper?,
        _ problems: FormProblems?, _ texts: CaseTexts
    ) {
        let words = texts.words
        let path = "\(href)/documents/\(document.number)"
        documentNumber = String(document.number)
        // Where it is masked, all that is known of it is its kind.
        documentTitle = document.title.isEmpty ? words("documents.kinds." + document.kind.rawValue) : document.title
        documentHref = mayRead && document.removal == nil ? path + "/file" : nil
        documentKind = words("documents.kinds." + document.kind.rawValue)
        let size = DocumentModel.size(document.size, words)
        documentFile =
            document.fileName.isEmpty
            ? size : words("documents.size", ["name": document.fileName, "size": size])
        documentBy = texts.person(document.addedBy)
        documentAt = document.addedAt.danish
        documentISO = TypedValue.forInput(document.addedAt)
        documentChecksum = document.checksum
        removedBecause = document.removal.map { removal in
            words(
                removal.reason.isEmpty ? "documents.removed-by" : "documents.removed-because",
                ["name": texts.person(removal.by), "at": removal.at.danish, "reason": removal.reason])
        }
        let sent = document.letter?.sending
        let isOpen = mayHandle && document.removal == nil && sent == nil
        letterText = document.letter.map { letter in
            let receiver = words("letter.receiver." + letter.receiver.rawValue)
            guard let sent = letter.sending else { return words("letter.for", ["to": receiver]) }
            let channel = words("letter.channel." + sent.channel.rawValue)
            return words("letter.sent-to", ["to": receiver, "on": sent.on.danish, "channel": channel])
        }
        let isGone = document.removal != nil
        let state = isGone ? "documents.removed" : sent != nil ? "letter.sent" : "letter.not-sent"
        documentState = isGone || document.letter != nil ? words(state) : nil
        documentStateClass = isGone ? "is-neutral" : sent == nil ? "is-paused" : "is-met"
        removal = isOpen ? Removal(document.number, path, refused, problems, words) : nil
        sending = isOpen && document.letter != nil ? Sending(document.number, path, refused, problems, texts) : nil
        hasForms = isOpen
    }

    /// `812 byte`, `14 KB`, `2,5 MB`.
    private static func size(_ bytes: Int, _ words: Words) -> String {
        if bytes < 1 << 10 { return words("documents.bytes", ["count": String(bytes)]) }
        if bytes < 1 << 20 { return "\(bytes >> 10) KB" }
        let tenths = bytes * 10 / (1 << 20)
        return "\(tenths / 10)\(words.language.decimalMark)\(tenths % 10) MB"
    }
}

extension DocumentModel.Removal {
    init(_ number: Int, _ path: String, _ refused: RefusedPaper?, _ problems: FormProblems?, _ words: Words) {
        let name = "remove-\(number)"
        removeID = name
        removePath = path + "/remove"
        isRemoveOpen = refused?.form == name
        removeReason = FieldInput(
            id: name + "-reason", name: "reason", kind: .text, label: words("documents.remove-reason"),
            value: isRemoveOpen ? refused?.typed["reason"] ?? "" : "", isRequired: true, problems: problems)
    }
}

extension DocumentModel.Sending {
    init(_ number: Int, _ path: String, _ refused: RefusedPaper?, _ problems: FormProblems?, _ texts: CaseTexts) {
        let words = texts.words
        let name = "send-\(number)"
        let typed = refused?.form == name ? refused?.typed : nil
        sendID = name
        sendPath = path + "/send"
        isSendOpen = typed != nil
        sendOn = FieldInput(
            id: name + "-sent_on", name: "sent_on", kind: .date, label: words("letter.sent-on"),
            value: typed?["sent_on"] ?? texts.today.description, isRequired: true, problems: problems)
        sendChannel = FieldInput(
            id: name + "-channel", name: "channel", kind: .choice([]), label: words("letter.channel-label"), value: "",
            isRequired: true,
            options: LetterChannel.allCases.map { channel in
                .init(
                    optionValue: channel.rawValue, optionLabel: words("letter.channel." + channel.rawValue),
                    isChosen: typed?["channel"] == channel.rawValue)
            }, problems: problems)
    }
}
