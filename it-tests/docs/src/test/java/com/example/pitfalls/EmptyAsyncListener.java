package com.example.pitfalls;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;

/** A listener that does nothing: the samples say what theirs does. */
abstract class EmptyAsyncListener implements AsyncListener {
  @Override
  public void onStartAsync(AsyncEvent event) throws IOException {}

  @Override
  public void onTimeout(AsyncEvent event) throws IOException {}

  @Override
  public void onError(AsyncEvent event) throws IOException {}

  @Override
  public void onComplete(AsyncEvent event) throws IOException {}
}
