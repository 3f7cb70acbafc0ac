import Foundation

/// A progress bar on standard error, for work over one second on a terminal.
struct ProgressBar {
    private let started = Date()
    private let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1
    private var lastDrawn = Date.distantPast
    private var isDrawn = false

    /// - Parameter fraction: from 0 to 1.
    mutating func show(_ fraction: Double, _ label: String) {
        let now = Date()
        guard isTerminal, now.timeIntervalSince(started) > 1, now.timeIntervalSince(lastDrawn) > 0.1 else { return }
        lastDrawn = now
        isDrawn = true
        let width = 30
        let filled = Int(Double(width) * min(1, max(0, fraction)))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        FileHandle.standardError.write(Data("\r\u{1B}[K\(bar) \(Int(fraction * 100)) % \(label)".utf8))
    }

    /// Takes the bar away.
    func finish() {
        if isDrawn { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
