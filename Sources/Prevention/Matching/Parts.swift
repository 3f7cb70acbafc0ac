internal import Foundation
internal import Synchronization

/// Runs a function over parts of a list, on all cores, while the calling thread waits; the results stand in the order of the
/// parts.
///
/// - Parameter progress: called on the calling thread with the share that is done, 0...1.
func inParts<Item: Sendable, Value: Sendable>(
    _ items: [Item], progress: (Double) -> Void = { _ in }, _ body: @Sendable (ArraySlice<Item>) -> Value
) -> [Value] {
    // Parts of one round run beside each other; small ones, so that no core waits long at the end of a round.
    let (rounds, parts) = items.count < 1_000 ? (1, 8) : (4, 32)
    let size = max(1, (items.count + rounds * parts - 1) / (rounds * parts))
    var values: [Value] = []
    var start = 0
    while start < items.count {
        let slices = stride(from: start, to: min(start + parts * size, items.count), by: size).map {
            items[$0..<min($0 + size, items.count)]
        }
        let results = Mutex([Int: Value]())
        DispatchQueue.concurrentPerform(iterations: slices.count) { index in
            let value = body(slices[index])
            results.withLock { $0[index] = value }
        }
        let done = results.withLock { $0 }
        values += slices.indices.compactMap { done[$0] }
        start += slices.count * size
        progress(Double(min(start, items.count)) / Double(items.count))
    }
    return values
}
