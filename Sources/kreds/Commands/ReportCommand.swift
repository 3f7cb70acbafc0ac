import ArgumentParser
import Casework
import Foundation
import Handbook
import Prevention
import SQL
import Web

struct ReportCommand: AsyncParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case json, html, pdf, csv
    }

    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "The annual report of a year.",
        discussion: "Small cells of figures about persons are suppressed, unless --unsuppressed, which is logged.")

    @OptionGroup var data: DataOptions
    @Argument(help: "The year.") var year: Int
    @Option(help: "json, html, pdf or csv.") var format = Format.json
    @Option(help: "File to write; standard output otherwise.") var out: String?
    @Flag(help: "For internal use: show small cells.") var unsuppressed = false
    @Option(help: "Language of html, pdf and csv: da or en.") var language = "da"

    func validate() throws {
        guard (1900...2200).contains(year) else { throw ValidationError("'\(year)' is no year.") }
        guard Language(rawValue: language) != nil else {
            throw ValidationError("'\(language)' is no language. Give da or en.")
        }
    }

    func run() async throws {
        try await Terminal.reporting {
            let office = try data.office()
            let who = try Policy.authorize(.operatingSystemUser, Acts.ReadReport.self)
            let report = try await Terminal.working("counting") {
                try await MakeReport(year: year, isUnsuppressed: unsuppressed)(who, in: office)
            }
            let language = Language(rawValue: language) ?? .danish
            let handbook = office.handbook
            let bytes: Data
            switch format {
            case .json: bytes = Data(try ReportOutput.json(report).utf8)
            case .csv: bytes = Data(ReportOutput.csv(report, words: handbook[language], handbook: handbook).utf8)
            case .html: bytes = Data(try ReportDocument.html(report, language: language, handbook: handbook).utf8)
            case .pdf:
                let html = try ReportDocument.html(report, language: language, handbook: handbook)
                bytes = try await Terminal.working("writing the PDF") { try WeasyPrint().blockingPDF(html) }
            }
            if let out {
                guard write(bytes, to: out) else {
                    throw CommandFailure("The file '\(out)' cannot be written. Check the folder and its permissions.")
                }
            } else {
                FileHandle.standardOutput.write(bytes)
            }
        }
    }

    /// Whole or not at all. With small cells shown it says something about people, and is for its owner alone.
    private func write(_ bytes: Data, to path: String) -> Bool {
        guard unsuppressed else {
            return (try? bytes.write(to: URL(fileURLWithPath: path), options: .atomic)) != nil
        }
        let part = path + ".part"
        unlink(part)
        defer { unlink(part) }
        guard PrivateFile.make(part), let handle = FileHandle(forWritingAtPath: part),
            (try? handle.write(contentsOf: bytes)) != nil, (try? handle.close()) != nil
        else { return false }
        return rename(part, path) == 0
    }
}
