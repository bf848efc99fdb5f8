import Guidance
import HTTPTypes
import Hub
import Register

/// Sending an agency's records, and looking after those that were sent (§3.4, §4.3.5).
enum SupplyRoutes {
    static let all: [Route] = [
        .get("/supplies", .may(.supply)) { visit in .page(try SupplyList(visit).page) },
        .get("/supplies/{supply}", .may(.seeQuality)) { visit in .page(try SupplyPage(visit).page) },
        .get("/supplies/{supply}/withdraw", .may(.withdraw)) { visit in .page(try SupplyPage(visit).withdrawing()) },
        .post("/supplies/{supply}/withdraw", .may(.withdraw), event: "supplyWithdrawn") { visit in try SupplyPage(visit).withdraw() },
        .get("/supplies/{supply}/destroy", .may(.destroy)) { visit in .page(try SupplyPage(visit).destroying()) },
        .post("/supplies/{supply}/destroy", .may(.destroy), event: "supplyDestroyed") { visit in try SupplyPage(visit).destroy() },
    ]
}
