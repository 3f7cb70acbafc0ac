import HTTPTypes
import Handbook
import Hummingbird
import Prevention

/// A form of documents or letters that was refused.
struct RefusedPaper: Sendable {
    /// The form's name, and the prefix of the ids of its fields: `upload`, `remove-3`.
    let form: String
    let typed: Form
    let refusals: [Refusal]

    var status: HTTPResponse.Status {
        refusals.contains { $0.code == "changed-meanwhile" } ? .conflict : .unprocessableContent
    }

    /// The field that a refusal concerns.
    private static let places = [
        "document-title": "title", "document-kind": "kind", "document-reason": "reason", "letter-sent-on": "sent_on",
        "letter-sent-when": "sent_on", "letter-channel": "channel", "letter-receiver": "receiver",
        "letter-leak": "free_text", "letter-text-long": "free_text", "no-notes": "free_text",
        "letter-child-charged": "free_text",
    ]

    func problems(_ words: Words, programme: Programme?, otherwise: String) -> FormProblems {
        FormProblems(
            refusals.map { refusal in
                let place = RefusedPaper.places[refusal.code].map { form + "-" + $0 }
                return .init(
                    problemText: words.refusal(refusal, programme: programme), problemTarget: place ?? otherwise)
            }, words: words)
    }
}
