import ArgumentParser
import Casework
import Foundation
import Handbook
import Prevention
import SQL
import Web

struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person", abstract: "The rights of a registered person, and who is who.",
        subcommands: [PersonExportCommand.self, PersonDisclosuresCommand.self, PersonDuplicatesCommand.self])
}

struct PersonExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Give a person what is held about them, with everybody else taken out.",
        discussion: """
            Answers the person's open request for access, with what has been withheld of it; where there is none, one is \
            registered as received today. Logged as disclosed to the person before anything is written. Without --out the \
            answer is printed as JSON; with it, a file for its owner alone is written: HTML to print where its name ends in \
            .html, otherwise JSON.
            """)

    @OptionGroup var data: DataOptions
    @Argument(help: "The row id, the CPR number, or the source's own id where only one person has it.") var person:
        String
    @Option(help: "The file to write; it must not be there yet.") var out: String?
    @Option(help: "The language of an HTML file: da or en.") var language = "da"

    private struct Written: Encodable {
        let request: Int64
        let file: String
        let bytes: Int
    }

    func validate() throws {
        if Language(rawValue: language) == nil {
            throw ValidationError("There is no language '\(language)'. Give --language da or en.")
        }
    }

    func run() async throws {
        try await Terminal.reporting {
            if let out, FileManager.default.fileExists(atPath: out) {
                throw CommandFailure("'\(out)' is there already. Give another name.")
            }
            let office = try data.office()
            let who = try Policy.authorize(.operatingSystemUser, Acts.GiveAccess.self)
            let id = try await IdentifyAsking(person)(who, in: office)
            let (answer, request) = try await ExportPerson(id)(who, in: office)
            guard let out else {
                Terminal.write(try answer.json)
                return
            }
            let isPage = out.lowercased().hasSuffix(".html")
            let language = Language(rawValue: language) ?? .danish
            let text =
                isPage
                ? try AccessDocument.html(answer, language: language, handbook: office.handbook) : try answer.json
            let bytes = Data(text.utf8)
            guard PrivateFile.make(out), let handle = FileHandle(forWritingAtPath: out),
                (try? handle.write(contentsOf: bytes)) != nil, (try? handle.close()) != nil
            else {
                throw CommandFailure(
                    "The file '\(out)' cannot be written. Request \(request) is logged as answered; take the answer from its "
                        + "page, or give another name and run the same again.")
            }
            if data.json { try Terminal.print(json: Written(request: request, file: out, bytes: bytes.count)) }
            Terminal.say("Request \(request) is answered. Written to \(out), for its owner alone.")
        }
    }
}
