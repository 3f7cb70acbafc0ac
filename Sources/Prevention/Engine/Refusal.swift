/// A step that is refused, and why. The words are in the locales under `refusal.<code>`, with the arguments filled in.
public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
    public let code: String
    /// Names and values for the words: stage codes, field codes, numbers from law.yaml.
    public let arguments: [String: String]

    public init(_ code: String, _ arguments: [String: String] = [:]) {
        self.code = code
        self.arguments = arguments
    }

    public var description: String {
        let listed = arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return ([code] + listed).joined(separator: " ")
    }
}
