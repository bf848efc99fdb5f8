/// Taking records away as files, with marking and conditions in them.
enum DownloadRoutes {
    static let all: [Route] = []
}
