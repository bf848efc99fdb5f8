// swift-tools-version: 6.2
import PackageDescription

// The pure core: no disk, clock, network, tasks or randomness. A room imports only rooms that stand above it here.
let rooms: [(name: String, uses: [Target.Dependency])] = [
    ("Guidance", [.product(name: "Yams", package: "Yams")]),
    ("Tables", ["Guidance"]),
    ("Places", ["Guidance", "Tables"]),
    ("Transparency", [.product(name: "Crypto", package: "swift-crypto")]),
    (
        "Sealing",
        [
            .product(name: "Crypto", package: "swift-crypto"), .product(name: "CryptoExtras", package: "swift-crypto"),
        ]
    ),
    ("Law", ["Guidance", .product(name: "Yams", package: "Yams")]),
    ("Disclosure", ["Guidance"]),
    ("Register", ["Guidance", "Transparency", "Law", "Disclosure"]),
    ("Intake", ["Guidance", "Tables", "Places", .product(name: "Yams", package: "Yams")]),
    (
        "Depersonalisation",
        [
            "Guidance", "Tables", "Places", "Intake", .product(name: "Yams", package: "Yams"),
            .product(name: "Crypto", package: "swift-crypto"),
        ]
    ),
    ("Archive", ["Guidance", "Tables", "Sealing", "Intake", "Depersonalisation", .product(name: "Crypto", package: "swift-crypto")]),
    ("Specimens", ["Guidance", "Tables", "Places"]),
]

let package = Package(
    name: "SharewellCore",
    products: rooms.map { .library(name: $0.name, targets: [$0.name]) },
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: rooms.flatMap { room -> [Target] in
        [
            .target(name: room.name, dependencies: room.uses),
            // Specimens are only worth something if Intake takes them.
            .testTarget(
                name: "\(room.name)Tests",
                dependencies: [.byName(name: room.name)] + room.uses + (room.name == "Specimens" ? ["Intake"] : [])),
        ]
    }
)

for target in package.targets {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .treatAllWarnings(as: .error),
            // The dynamic checks of exclusive access cost a seventh of an intake; the tests run with them.
            .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
        ]
}
