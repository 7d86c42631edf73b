/**
 * Files of images and annotations: names, folders, pairs of photograph and annotation; files written whole or not
 * at all.
 */
package io.github.taproot.files;
