// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .unsafeFlags(["-warnings-as-errors"]),
]

// In a release build, Swift 6.3 crashes ("While splitting coroutine") where it joins throwing calls that the branches of an
// asynchronous function have in common: docs/decisions/0031-release-builds-keep-calls-apart.md.
let asynchronous = strict + [.unsafeFlags(["-Xllvm", "-sink-common-insts=false"], .when(configuration: .release))]

let package = Package(
    name: "kreds",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "kreds", targets: ["kreds"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.0.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.24.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(name: "Prevention", swiftSettings: strict),
        .target(
            name: "Handbook",
            dependencies: ["Prevention", .product(name: "Yams", package: "Yams")],
            resources: [.copy("Resources")],
            swiftSettings: strict),
        .target(name: "SQL", swiftSettings: strict),
        .target(
            name: "Store",
            dependencies: ["Prevention", "SQL", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        // In C: `sqlite3_config` takes a variable number of arguments, which Swift cannot call. Of the SQLite that GRDB uses.
        .target(name: "SQLiteSettings", dependencies: [.product(name: "GRDBSQLite", package: "GRDB.swift")]),
        .target(
            name: "SQLiteEngine",
            dependencies: [
                "SQL", "SQLiteSettings",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(
            name: "Casework",
            dependencies: [
                "Prevention", "Handbook", "SQL", "Store",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: asynchronous),
        .target(name: "Exchange", dependencies: ["Prevention", "Handbook", "SQL", "Store"], swiftSettings: strict),
        .target(name: "Synthetic", dependencies: ["Prevention", "Handbook", "Exchange"], swiftSettings: strict),
        .target(
            name: "Web",
            dependencies: [
                "Prevention", "Handbook", "SQL", "Store", "Casework", "Exchange",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            resources: [.copy("Resources")],
            swiftSettings: asynchronous),
        .executableTarget(
            name: "kreds",
            dependencies: [
                "Prevention", "Handbook", "SQL", "Store", "SQLiteEngine", "Casework", "Exchange", "Synthetic", "Web",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: asynchronous),
        .executableTarget(
            name: "kreds-bench",
            dependencies: [
                "Prevention", "Handbook", "SQL", "Store", "SQLiteEngine", "Casework", "Exchange", "Synthetic", "Web",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Benchmarks/Sources",
            swiftSettings: asynchronous),
        .target(
            name: "TestSupport", dependencies: ["SQL", "Store", "SQLiteEngine"], path: "Tests/TestSupport",
            swiftSettings: strict),
        .target(
            name: "ScreeningWorlds", dependencies: ["Prevention"], path: "Tests/ScreeningWorlds", swiftSettings: strict),
        .testTarget(
            name: "PreventionTests", dependencies: ["Prevention", "ScreeningWorlds"], swiftSettings: strict),
        .testTarget(name: "HandbookTests", dependencies: ["Handbook", "Prevention"], swiftSettings: strict),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "Prevention", "Handbook", "SQL", "Store", "SQLiteEngine", "SQLiteSettings", "TestSupport",
                "ScreeningWorlds",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ExchangeTests",
            dependencies: [
                "Prevention", "Handbook", "SQL", "Store", "SQLiteEngine", "TestSupport", "Casework", "Exchange",
                "Synthetic",
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: strict),
        .testTarget(
            name: "CaseworkTests",
            dependencies: [
                "Prevention", "Handbook", "SQL", "Store", "SQLiteEngine", "TestSupport", "Casework",
                .product(name: "JWTKit", package: "jwt-kit"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SyntheticTests", dependencies: ["Prevention", "Exchange", "Synthetic"], swiftSettings: strict),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Prevention", "Handbook", "SQL", "Store", "SQLiteEngine", "TestSupport", "Casework", "Exchange",
                "Synthetic", "Web",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: strict),
    ]
)
