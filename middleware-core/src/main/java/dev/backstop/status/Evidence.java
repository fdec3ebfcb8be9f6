package dev.backstop.status;

/**
 * What a wrapper knows of its response at one moment; the three belong together.
 *
 * @param status the status that was decided so far
 * @param committed whether the status line can no longer change
 * @param bytes body bytes written so far
 */
public record Evidence(int status, boolean committed, long bytes) {}
