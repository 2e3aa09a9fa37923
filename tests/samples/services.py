"""Services that print the XML of a recipe, each started in a directory of its own and on the loopback
address alone. They run as children of the test and are ended with it."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

PATIENCE = 40  # seconds until a service answers

MONIT = """set daemon 1
set pidfile {d}/monit.pid
set statefile {d}/monit.state
set idfile {d}/monit.id
set httpd port {port} and use address 127.0.0.1 allow localhost
check process self pidfile {d}/monit.pid
check filesystem rootfs with path /
check file gone with path {d}/gone.txt
"""

NGINX = """daemon off; master_process off; pid {d}/pid; error_log {d}/error.log;
load_module {module};
events {{ }}
rtmp {{ server {{ listen 127.0.0.1:{rtmp}; application live {{ live on; }} }} }}
http {{
    access_log off;
    client_body_temp_path {d}/b; proxy_temp_path {d}/p; fastcgi_temp_path {d}/f;
    uwsgi_temp_path {d}/u; scgi_temp_path {d}/s;
    server {{ listen 127.0.0.1:{port}; location /stat {{ rtmp_stat all; }} }}
}}
"""
NGINX_MODULE = "/usr/lib/nginx/modules/ngx_rtmp_module.so"

WSGI = """def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello\\n"]
"""

GRIDENGINE_ROOT = "/var/lib/gridengine"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_for(answer, what):
    """The first result of `answer` that is not empty."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError, urllib.error.URLError, subprocess.SubprocessError):
            if result := answer():
                return result
        time.sleep(0.2)
    raise AssertionError(f"{what} does not answer")


def page(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read()


@contextlib.contextmanager
def running(directory, *command, environment=None):
    """The process and all that it starts, ended at the end."""
    with open(directory / "service.log", "ab") as log:
        process = subprocess.Popen(command, cwd=directory, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                   env={**os.environ, **(environment or {})}, start_new_session=True)
        try:
            yield process
        finally:
            for kind in (signal.SIGTERM, signal.SIGKILL):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, kind)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(5)


@contextlib.contextmanager
def monit(directory):
    """The URL of the status of a Monit that watches itself, a file system, and a file that is not there."""
    port = free_port()
    config = directory / "monitrc"
    config.write_text(MONIT.format(d=directory, port=port))
    config.chmod(0o600)
    url = f"http://127.0.0.1:{port}/_status?format=xml&level=full"
    with running(directory, "monit", "-I", "-c", str(config)):
        # Monit knows the share of the processors from its second look on.
        wait_for(lambda: b"<percenttotal>" in (text := page(url)) and b"percenttotal>-1" not in text, "Monit")
        yield url


@contextlib.contextmanager
def nginx_rtmp(directory):
    """The URL of nginx's page of RTMP and the URL of a stream."""
    port, rtmp = free_port(), free_port()
    config = directory / "nginx.conf"
    config.write_text(NGINX.format(d=directory, port=port, rtmp=rtmp, module=NGINX_MODULE))
    url = f"http://127.0.0.1:{port}/stat"
    with running(directory, "nginx", "-c", str(config), "-p", str(directory)):
        wait_for(lambda: page(url), "nginx")
        yield url, f"rtmp://127.0.0.1:{rtmp}/live/hall"


@contextlib.contextmanager
def passenger(directory):
    """The directory of the instances of a Passenger that serves an application."""
    app = directory / "app"
    registry = directory / "registry"
    app.mkdir()
    registry.mkdir()
    (app / "passenger_wsgi.py").write_text(WSGI)
    port = free_port()
    stop = ["passenger", "stop", "--pid-file", str(directory / "pid")]
    with running(app, "passenger", "start", "--auto", "--engine", "builtin", "--address", "127.0.0.1",
                 "--port", str(port), "--instance-registry-dir", str(registry), "--app-type", "wsgi",
                 "--startup-file", "passenger_wsgi.py", "--python", "/usr/bin/python3", "--no-install-runtime",
                 "--no-compile-runtime", "--disable-security-update-check", "--disable-anonymous-telemetry",
                 "--max-pool-size", "2", "--log-file", str(directory / "log"), "--pid-file", str(directory / "pid")):
        try:
            wait_for(lambda: page(f"http://127.0.0.1:{port}/"), "Passenger")
            page(f"http://127.0.0.1:{port}/")
            # Passenger measures the memory of its processes from time to time.
            wait_for(lambda: b"<real_memory>" in subprocess.run(
                ["passenger-status", "--show=xml"], capture_output=True, check=True, timeout=20,
                env={**os.environ, "PASSENGER_INSTANCE_REGISTRY_DIR": str(registry)}).stdout, "passenger-status")
            yield registry
        finally:
            subprocess.run(stop, capture_output=True, check=False, timeout=30)


@contextlib.contextmanager
def gridengine(directory):
    """The environment for the commands of a Grid Engine with one queue, and a job that is held in it."""
    root, spool = directory / "sge", directory / "spool"
    shutil.copytree(GRIDENGINE_ROOT, root, symlinks=True)
    for name in ("qmaster/job_scripts", "spooldb", "execd"):
        (spool / name).mkdir(parents=True)
    common = root / "default" / "common"
    bootstrap = (common / "bootstrap").read_text()
    (common / "bootstrap").write_text(
        bootstrap.replace("sgeadmin", "root").replace("/var/spool/gridengine", str(spool)))
    host = socket.gethostname()
    (common / "act_qmaster").write_text(f"{host}\n")
    (common / "host_aliases").write_text(f"{host} localhost\n")
    environment = {"SGE_ROOT": str(root), "SGE_CELL": "default", "SGE_ND": "1",
                   "SGE_QMASTER_PORT": str(free_port()), "SGE_EXECD_PORT": str(free_port())}

    def run(*command):
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=20, cwd=directory,
                              env={**os.environ, **environment}).stdout

    def changed(text, *values):
        for key, value in values:
            text = re.sub(rf"(?m)^{key} .*", f"{key} {value}", text)
        return text

    run("sh", "/usr/share/gridengine/scripts/init_cluster", str(root), "default", str(spool / "spooldb"), "root")
    with running(directory, "sge_qmaster", environment=environment):
        wait_for(lambda: run("qhost"), "sge_qmaster")
        run("qconf", "-as", "localhost")
        (directory / "global").write_text(changed(run("qconf", "-sconf"), ("execd_spool_dir", spool / "execd"),
                                                  ("min_uid", 0), ("min_gid", 0)))
        run("qconf", "-Mconf", "global")
        (directory / "queue").write_text(changed(
            run("qconf", "-sq"), ("qname", "all.q"), ("hostlist", "NONE"), ("slots", 2), ("pe_list", "NONE"),
            ("ckpt_list", "NONE")))
        run("qconf", "-Aq", "queue")
        (directory / "host").write_text(
            "hostname localhost\n" + "".join(f"{key} NONE\n" for key in (
                "load_scaling", "complex_values", "user_lists", "xuser_lists", "projects", "xprojects",
                "usage_scaling", "report_variables")))
        run("qconf", "-Ae", "host")
        run("qconf", "-mattr", "queue", "hostlist", "localhost", "all.q")
        with running(directory, "sge_execd", environment=environment):
            run("qsub", "-h", "-b", "y", "/bin/true")
            wait_for(lambda: "mem_total" in run("qstat", "-xml", "-F"), "sge_execd")
            yield environment
