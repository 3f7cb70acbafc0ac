import Foundation
import Handbook

/// The rejects file: every row that was kept out, whole, with its place and the reason. Made at the first of them.
final class Rejects {
    private let path: String
    private let words: Words
    private var writer: CSVWriter?

    init(path: String, words: Words) {
        self.path = path
        self.words = words
    }

    func add(file: String, line: Int, problem: RowProblem, row: String) throws {
        if writer == nil {
            let folder = (path as NSString).deletingLastPathComponent
            do {
                // The rows name people.
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw ImportFailure(.rejects, detail: path)
            }
            writer = try CSVWriter(
                file: PartialFile(path: path), header: ["file", "line", "column", "value", "reason", "row"])
        }
        let reason = words.refusal(problem.refusal, programme: problem.programme)
        try writer?.row([file, String(line), problem.column, problem.value, reason, row])
    }

    /// The path, or empty where nothing was rejected.
    func finish() throws -> String {
        guard let writer else { return "" }
        try writer.file.finish()
        return path
    }
}
