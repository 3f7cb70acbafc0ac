import ArgumentParser
import Casework
import Foundation
import Prevention
import SQL

struct PersonDisclosuresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disclosures",
        abstract: "List everything that was shared about a person, given, partly and declined.",
        discussion: """
            For those who answer for the rights of persons: nobody is taken out of it. Logged before anything is written. The \
            list is JSON (docs/disclosure-export.md); with --out it goes to a new file for its owner alone. What is shared \
            under retsplejeloven section 115 is never for the investigation of a criminal case, so that purpose is refused.
            """)

    @OptionGroup var data: DataOptions
    @Argument(help: "The row id, the CPR number, or the source's own id where only one person has it.") var person:
        String
    @Option(help: "Why: access, correction, supervision, case, forum-item, other or investigation.") var purpose: String
    @Option(help: "Why in words; needed for other.") var explanation = ""
    @Option(help: "The file to write; it must not be there yet.") var out: String?

    private struct Written: Encodable {
        let disclosures: Int
        let earlier: Int
        let file: String
        let bytes: Int
    }

    func validate() throws {
        if SharingPurpose(rawValue: purpose) == nil {
            let known = SharingPurpose.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("There is no purpose '\(purpose)'. Give one of: \(known).")
        }
    }

    func run() async throws {
        try await Terminal.reporting {
            guard let purpose = SharingPurpose(rawValue: purpose) else { throw ValidationError("No purpose.") }
            if let out, FileManager.default.fileExists(atPath: out) {
                throw CommandFailure("'\(out)' is there already. Give another name.")
            }
            let office = try data.office()
            let found = try await ListSharings(try await about(office), purpose: purpose, explanation: explanation)(
                .operatingSystemUser, in: office)
            let text = try found.list.json
            guard let out else {
                Terminal.write(text)
                return
            }
            let bytes = Data(text.utf8)
            guard PrivateFile.make(out), let handle = FileHandle(forWritingAtPath: out),
                (try? handle.write(contentsOf: bytes)) != nil, (try? handle.close()) != nil
            else {
                throw CommandFailure("The file '\(out)' cannot be written. Give another name and run the same again.")
            }
            let count = found.list.disclosures.count
            if data.json {
                try Terminal.print(
                    json: Written(
                        disclosures: count, earlier: found.list.earlier.count, file: out, bytes: bytes.count))
            }
            Terminal.say("\(count) records are written to \(out), for its owner alone. \(found.list.restriction)")
        }
    }

    /// Somebody with a CPR number need not be in the register.
    private func about(_ office: Office) async throws -> ListSharings.About {
        do {
            return .person(
                try await IdentifyAsking(person)(
                    Policy.authorize(.operatingSystemUser, Acts.GiveAccess.self), in: office))
        } catch let refused as Refused {
            guard refused.refusals.first?.code == "unknown-person", let number = CPRNumber(person) else {
                throw refused
            }
            return .number(number.digits)
        }
    }
}
