// swift-tools-version: 6.2
import PackageDescription

let core = [
    "Guidance", "Tables", "Places", "Transparency", "Sealing", "Law", "Register", "Intake", "Depersonalisation", "Archive", "Specimens",
]
.map { Target.Dependency.product(name: $0, package: "SharewellCore") }

let package = Package(
    name: "Sharewell",
    products: [.executable(name: "sharewell", targets: ["sharewell"])],
    dependencies: [
        .package(path: "Packages/SharewellCore"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    ],
    targets: [
        .systemLibrary(name: "CProj", pkgConfig: "proj", providers: [.apt(["libproj-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .target(
            name: "Storage",
            dependencies: core + [
                "CProj", "CZlib", "CArchive", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(
            name: "Hub", dependencies: core + ["Storage", .product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "Commands",
            dependencies: core + ["Hub", "Storage", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
        .executableTarget(name: "sharewell", dependencies: ["Commands"]),
        .testTarget(
            name: "StorageTests",
            dependencies: core + [
                "Storage", "CZlib", .product(name: "Crypto", package: "swift-crypto"), .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "HubTests",
            dependencies: core + [
                "Storage", "Hub", .product(name: "Crypto", package: "swift-crypto"), .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "CommandsTests",
            dependencies: core + [
                "Storage", "Hub", "Commands", .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(name: "ArchitectureTests"),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .treatAllWarnings(as: .error),
        ]
}
