//go:build !unix

package private

// nonblock is nothing where there are no named pipes among files.
const nonblock = 0
