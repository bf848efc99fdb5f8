/// Every address the hub answers to.
enum Routes {
    static let all: [Route] =
        [
            StaticRoutes.all, HelpRoutes.all, SignInRoutes.all, AccountRoutes.all, RecoveryRoutes.all, CertificateRoutes.all,
            NoticeRoutes.all, HomeRoutes.all,
            SupplyRoutes.all,
            UploadRoutes.all,
            CatalogueRoutes.all,
            ExploreRoutes.all,
            DownloadRoutes.all,
            RequestRoutes.all,
            GrantRoutes.all,
            AgencyRoutes.all,
            PeopleRoutes.all,
            AgreementRoutes.all,
            DutyRoutes.all,
            EnquiryRoutes.all,
            OpennessRoutes.all,
            AuditRoutes.all,
            InterfaceRoutes.all,
            FeatureRoutes.all,
            OperatingRoutes.all,
            SingleSignOnRoutes.all,
        ].flatMap { $0 }
}
