import Dispatch
import Foundation
import Synchronization

/// Work in equal shares on all cores.
enum Cores {
    static var count: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

    /// What `body` gives for 0, 1 … `count - 1`, in this order; the calling thread works along.
    static func map<Value: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Value) -> [Value] {
        if count == 1 { return [body(0)] }
        let values = Mutex<[Value?]>(Array(repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let value = body(index)
            values.withLock { $0[index] = value }
        }
        return values.withLock { $0.compactMap { $0 } }
    }
}
