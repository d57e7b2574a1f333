/** Who somebody is: passwords, access tokens, and the principals behind them. Imports {@code store}; knows nothing of definitions. */
@NullMarked
package io.cleanroom.server.identity;

import org.jspecify.annotations.NullMarked;
