package io.honeypool.system;

/** A client program that logs in and does what such programs can: it is told so by its own command line. */
interface SshProgram {

    /** Runs a command; ends with its status. */
    Command exec(String remote);

    /** A shell in a terminal of the guest; to be run in a terminal here. */
    Command shell();

    /** Forwards a local port to a port of the guest's own until it is ended. */
    Command forward(int local, int remote);

    /** OpenSSH's client, with whatever options. */
    record OpenSsh(String name, Ssh ssh) implements SshProgram {

        @Override
        public Command exec(String remote) {
            return ssh.command(remote);
        }

        @Override
        public Command shell() {
            return ssh.with("-tt").command();
        }

        @Override
        public Command forward(int local, int remote) {
            return ssh.with("-N", "-o", "ExitOnForwardFailure=yes", "-L", forwarding(local, remote))
                    .command();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** PuTTY's plink. */
    record Plink(Putty putty) implements SshProgram {

        @Override
        public Command exec(String remote) {
            return putty.program("plink", "-T").and("root@127.0.0.1", remote);
        }

        @Override
        public Command shell() {
            return putty.program("plink", "-t").and("root@127.0.0.1");
        }

        @Override
        public Command forward(int local, int remote) {
            return putty.program("plink", "-N", "-L", forwarding(local, remote)).and("root@127.0.0.1");
        }

        @Override
        public String toString() {
            return "plink";
        }
    }

    /** Dropbear's client. */
    record Dbclient(int port) implements SshProgram {

        @Override
        public Command exec(String remote) {
            return program("-T").and("root@127.0.0.1", remote);
        }

        @Override
        public Command shell() {
            return program("-t").and("root@127.0.0.1");
        }

        @Override
        public Command forward(int local, int remote) {
            return program("-N", "-L", forwarding(local, remote)).and("root@127.0.0.1");
        }

        private Command program(String... options) {
            return Command.of("dbclient", "-y", "-y", "-p", String.valueOf(port))
                    .and(options)
                    .with("DROPBEAR_PASSWORD", Putty.PASSWORD);
        }

        @Override
        public String toString() {
            return "dbclient";
        }
    }

    /** A library for Python, used by a script of ours that takes what to do as arguments. */
    record PythonLibrary(String name, int port) implements SshProgram {

        @Override
        public Command exec(String remote) {
            return script("exec", remote);
        }

        @Override
        public Command shell() {
            return script("shell");
        }

        @Override
        public Command forward(int local, int remote) {
            return script("forward", String.valueOf(local), String.valueOf(remote));
        }

        Command script(String... arguments) {
            return Command.of("/usr/bin/python3", "-W", "ignore", "src/test/clients/" + name + "-client.py")
                    .and(String.valueOf(port), Putty.PASSWORD)
                    .and(arguments);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static String forwarding(int local, int remote) {
        return "127.0.0.1:" + local + ":127.0.0.1:" + remote;
    }
}
