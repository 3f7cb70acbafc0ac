import Foundation

/// A progress bar on standard error, for work over one second on a terminal.
struct ProgressBar {
    private static let width = 30
    private let started = Date()
    private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
    private var lastDrawn = Date.distantPast
    private var isDrawn = false

    /// - Parameter fraction: from 0 to 1.
    mutating func show(_ fraction: Double, _ label: String) {
        guard isTime() else { return }
        let filled = Int(Double(ProgressBar.width) * min(1, max(0, fraction)))
        draw(filled: 0..<filled, "\(Int(fraction * 100)) % \(label)")
    }

    /// For work whose end is not known: a piece that wanders.
    mutating func move(_ label: String) {
        guard isTime() else { return }
        let piece = 6
        let start = Int(lastDrawn.timeIntervalSince(started) * 10) % (ProgressBar.width - piece + 1)
        draw(filled: start..<(start + piece), label)
    }

    /// After the first second, ten times a second.
    private mutating func isTime() -> Bool {
        let now = Date()
        guard isTerminal, now.timeIntervalSince(started) > 1, now.timeIntervalSince(lastDrawn) > 0.1 else {
            return false
        }
        lastDrawn = now
        return true
    }

    private mutating func draw(filled: Range<Int>, _ words: String) {
        isDrawn = true
        let bar = (0..<ProgressBar.width).map { filled.contains($0) ? "█" : "░" }.joined()
        FileHandle.standardError.write(Data("\r\u{1B}[K\(bar) \(words)".utf8))
    }

    /// Takes the bar away.
    func finish() {
        if isDrawn { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}

extension Terminal {
    /// Does work whose length is not known, with a moving bar where it takes longer than a second.
    static func working<Value>(_ label: String, _ body: () async throws -> Value) async rethrows -> Value {
        let moving = Task.detached {
            var bar = ProgressBar()
            while !Task.isCancelled {
                bar.move(label)
                try? await Task.sleep(for: .milliseconds(100))
            }
            bar.finish()
        }
        do {
            let value = try await body()
            moving.cancel()
            await moving.value
            return value
        } catch {
            moving.cancel()
            await moving.value
            throw error
        }
    }
}
