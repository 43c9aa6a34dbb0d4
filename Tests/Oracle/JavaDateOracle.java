import java.nio.file.Path;
class JavaDateOracle { static void record(Path p) throws Exception {} }
