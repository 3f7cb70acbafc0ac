import ArgumentParser
@main struct Kreds: AsyncParsableCommand { mutating func run() async throws {} }
