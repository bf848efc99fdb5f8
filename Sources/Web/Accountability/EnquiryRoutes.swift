/// Enquiries from outside the partnership (§2.4.2.4).
enum EnquiryRoutes {
    static let all: [Route] = []
}
