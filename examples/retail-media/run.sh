#!/bin/sh
# The retail media story from nothing to rows. Needs a JDK 17 or later and Maven.
set -eu

usage() {
    cat <<'END'
usage: examples/retail-media/run.sh [--scale S] [--port P] [--serve]
  --scale S   data of S times 50 M customers, 200 M purchases and 300 M impressions (default 0.002)
  --port P    listen on 127.0.0.1:P (default: any free port; 8765 with --serve)
  --serve     keep the server running at the end, and say how to reach it
END
}

fail() {
    echo "run.sh: $*" >&2
    exit 1
}

scale=0.002
port=
serve=no
while [ $# -gt 0 ]; do
    case $1 in
        --scale) [ $# -ge 2 ] || fail "--scale needs a number"; scale=$2; shift ;;
        --port) [ $# -ge 2 ] || fail "--port needs a number"; port=$2; shift ;;
        --serve) serve=yes ;;
        --help | -h) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
    shift
done
if [ -z "$port" ]; then
    if [ $serve = yes ]; then port=8765; else port=0; fi
fi

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../.." && pwd)
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
driver=$root/driver/target/cleanroom-jdbc.jar
server=$root/server/target/cleanroom-server
classes=$root/examples/target/classes

if [ ! -f "$driver" ] || [ ! -x "$server/bin/cleanroom-server" ] || [ ! -d "$classes/io/cleanroom/examples" ]; then
    echo "building (a few minutes the first time)"
    (cd "$root" && mvn -B -q -Dfast -Dmaven.test.skip=true package) || fail "the build failed"
fi
duckdb=$(ls "$server"/lib/duckdb_jdbc-*.jar 2>/dev/null | head -n 1)
[ -n "$duckdb" ] || fail "no DuckDB in $server/lib"

# The members' files depend on the scale and the generator alone, so they are kept.
data=$here/work/data-$scale
stamp="$scale $(cksum < "$here/generate.sql")"
if [ "$(cat "$data/.generated" 2>/dev/null)" != "$stamp" ]; then
    "$java" -cp "$classes:$duckdb" io.cleanroom.examples.retailmedia.GenerateData \
        --scale "$scale" --into "$data" --script "$here/generate.sql" || fail "no data"
    echo "$stamp" > "$data/.generated"
fi
# Results are never written over, so that each run begins without any.
rm -rf "$data/results"
mkdir -p "$data/results/retailco" "$data/results/advertiserco"

# A fresh server each time: its own state, its own operator password.
state=$(mktemp -d "$here/work/run.XXXXXX")
pid=
stop() {
    status=$?
    trap - EXIT HUP INT TERM
    [ -z "$pid" ] || { kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; }
    [ $status -eq 0 ] || { echo "-- the server's last words"; tail -n 20 "$state/server.log" 2>/dev/null || true; } >&2
    rm -rf "$state"
    exit $status
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

password=operator-demo-password
(umask 077 && echo "$password" > "$state/operator-password")
cat > "$state/cleanroom.yaml" <<END
listen: 127.0.0.1:$port
data_dir: $state/data
data_root: $data
operator_password_file: $state/operator-password
END
"$server/bin/cleanroom-server" --config "$state/cleanroom.yaml" > "$state/server.log" 2>&1 &
pid=$!
address=
tries=0
while [ -z "$address" ]; do
    tries=$((tries + 1))
    [ $tries -le 600 ] && kill -0 "$pid" 2>/dev/null || fail "the server did not start"
    sleep 0.1
    address=$(sed -n 's|^cleanroom listening on https*://||p' "$state/server.log" | head -n 1)
done
url=jdbc:cleanroom://$address

"$java" -cp "$driver:$classes" io.cleanroom.examples.retailmedia.Demo "$url" "$password" "$here"

echo
echo "== The same rows without a clean room: the template's SQL on the files, both thresholds written by hand"
"$java" -cp "$driver:$classes:$duckdb" io.cleanroom.examples.retailmedia.CompareWithDuckDb "$url" "$here" "$data"

echo
echo "== The server"
sed -n 's/.*\(ready [0-9]* ms after the start of the process\).*/\1/p' "$state/server.log"
rss=$(ps -o rss= -p "$pid" 2>/dev/null || true)
[ -z "$rss" ] || echo "resident memory: $((rss / 1024)) MB"

if [ $serve = yes ]; then
    cat <<END

== The server stays up; Ctrl-C stops it
URL                 $url/retail_attribution
driver              $driver
advertiserco/ana    ana-demo-password    asks (ANALYST)
advertiserco/adam   adam-demo-password   defines (ADMIN)
retailco/rita       rita-demo-password   defines and audits (ADMIN, AUDITOR)
operator            $password
END
    wait "$pid"
fi
