import Dispatch
public import Foundation

/// Makes PDF of HTML through WeasyPrint, a program of its own. What is printed goes through pipes and never lies on a
/// disk.
public struct WeasyPrint: Sendable {
    public enum Problem: Error, Sendable, CustomStringConvertible {
        /// It is not installed.
        case missing
        /// It has given up, or took too long.
        case failed

        public var description: String {
            switch self {
            case .missing:
                "The PDF could not be made: WeasyPrint is not installed. 'scripts/install-missing.sh build' installs it (Debian package 'weasyprint')."
            case .failed: "The PDF could not be made: WeasyPrint did not finish. Try again."
            }
        }
    }

    private let command: String
    private let seconds: Double
    /// One at a time: each takes a core and some hundred megabytes.
    private static let queue = DispatchQueue(label: "kreds.weasyprint")
    /// A program that ends before it has read everything must not end this one.
    private static let withoutPipeSignal: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    public init() {
        self.init(command: "weasyprint")
    }

    init(command: String, seconds: Double = 60) {
        self.command = command
        self.seconds = seconds
    }

    /// - Parameter html: one page with its styles in it; nothing is fetched for it.
    /// - Returns: a tagged PDF (PDF/UA-1, as far as WeasyPrint can).
    /// - Throws: `Problem`.
    public func pdf(_ html: String) async throws -> Data {
        try await withCheckedThrowingContinuation { continuation in
            WeasyPrint.queue.async { continuation.resume(with: Result { try blockingPDF(html) }) }
        }
    }

    /// As `pdf`, on the thread of whoever asks.
    public func blockingPDF(_ html: String) throws -> Data {
        _ = WeasyPrint.withoutPipeSignal
        let (input, output) = (Pipe(), Pipe())
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command, "--quiet", "--encoding", "utf-8", "--pdf-variant", "pdf/ua-1", "-", "-"]
        // Neither keys nor passwords of this process go along.
        process.environment = ProcessInfo.processInfo.environment.filter { WeasyPrint.passedOn.contains($0.key) }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let deadline = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: deadline)
        defer { deadline.cancel() }
        try? input.fileHandleForWriting.write(contentsOf: Data(html.utf8))
        try? input.fileHandleForWriting.close()
        let data = (try? output.fileHandleForReading.readToEnd()) ?? Data()
        process.waitUntilExit()
        if process.terminationStatus == 127 { throw Problem.missing }
        guard process.terminationStatus == 0, data.starts(with: Data("%PDF-".utf8)) else { throw Problem.failed }
        return data
    }

    private static let passedOn: Set = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_CACHE_HOME"]
}
