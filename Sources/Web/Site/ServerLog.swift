import Logging
import SQL

extension Logger {
    /// Writes down that something failed. The server's log is for whoever runs the machine and holds nothing about persons:
    /// no address that somebody asked for, and of an error no more than what it is, since its text may quote what was read.
    /// The engine's words about a statement have no values in them.
    func failure(_ message: Logger.Message, _ error: any Error, _ metadata: Logger.Metadata = [:]) {
        var metadata = metadata
        metadata["error"] = "\(String(reflecting: type(of: error)))"
        if let failure = error as? DatabaseFailure { metadata["database"] = "\(failure.debugDescription)" }
        self.error(message, metadata: metadata)
    }
}
