/// The text of a letter (*brevskabelon*) as it is shipped.
public struct LetterTemplate: Sendable, Hashable {
    /// Stable: stored letters name it.
    public let code: String
    /// Code of its programme.
    public let programme: String
    public let receiver: LetterReceiver
    /// The letter can be made when the case has come to one of them; empty for always.
    public let stages: [Stage]
    /// What the letter is called, in Danish; the title of the document.
    public let title: String
    public let body: String

    public init(
        code: String, programme: String, receiver: LetterReceiver, stages: [Stage], title: String, body: String
    ) {
        self.code = code
        self.programme = programme
        self.receiver = receiver
        self.stages = stages
        self.title = title
        self.body = body
    }

    /// Whether the case has come so far.
    public func fits(_ file: CaseFile) -> Bool {
        file.programme.code == programme && (stages.isEmpty || stages.contains { file.firstStep(into: $0) != nil })
    }

    /// The day by whose law it speaks: that of the latest step into one of its stages, or today.
    public func lawDay(of file: CaseFile, today: LocalDate) -> LocalDate {
        stages.compactMap { file.steps(into: $0).last?.at }.max()?.day ?? today
    }
}
