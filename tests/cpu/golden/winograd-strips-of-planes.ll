; ModuleID = "winograd"
target triple = "unknown-unknown-unknown"
target datalayout = ""

define internal void @"tile_4x2x8_0"(ptr %"a", ptr %"b", ptr %"c", i1 %"first", i64 %"tiles", i64 %"at", i64 %"bt", i64 %"ct", i64 %"n", i64 %"p", i64 %"q", i64 %"an", i64 %"ap", i64 %"aq", i64 %"bn", i64 %"bp", i64 %"bq", i64 %"bj") noinline nounwind
{
entry:
  %"acc0_0" = alloca <8 x float>
  %"acc0_1" = alloca <8 x float>
  %"acc1_0" = alloca <8 x float>
  %"acc1_1" = alloca <8 x float>
  %"acc2_0" = alloca <8 x float>
  %"acc2_1" = alloca <8 x float>
  %"acc3_0" = alloca <8 x float>
  %"acc3_1" = alloca <8 x float>
  %entry.1 = icmp slt i64 0, %"tiles"
  %entry.2 = alloca ptr
  %entry.3 = alloca ptr
  %entry.4 = alloca ptr
  %entry.5 = alloca ptr
  %entry.6 = alloca ptr
  %entry.7 = alloca ptr
  br i1 %entry.1, label %"tile.body", label %"tile.done"
tile.body:
  %"tile" = phi  i64 [0, %"entry"], [%"tile.next", %"n.done.endif"]
  %tile.body.1 = mul i64 %"tile", %"at"
  %tile.body.2 = getelementptr i8, ptr %"a", i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"bt"
  %tile.body.4 = getelementptr i8, ptr %"b", i64 %tile.body.3
  %tile.body.5 = mul i64 %"tile", %"ct"
  %tile.body.6 = getelementptr i8, ptr %"c", i64 %tile.body.5
  call void @"llvm.prefetch.p0"(ptr %tile.body.6, i32 0, i32 3, i32 1)
  %tile.body.7 = getelementptr i8, ptr %tile.body.6, i64 63
  call void @"llvm.prefetch.p0"(ptr %tile.body.7, i32 0, i32 3, i32 1)
  %tile.body.8 = getelementptr i8, ptr %tile.body.6, i64 64
  call void @"llvm.prefetch.p0"(ptr %tile.body.8, i32 0, i32 3, i32 1)
  %tile.body.9 = getelementptr i8, ptr %tile.body.6, i64 127
  call void @"llvm.prefetch.p0"(ptr %tile.body.9, i32 0, i32 3, i32 1)
  %tile.body.10 = getelementptr i8, ptr %tile.body.6, i64 128
  call void @"llvm.prefetch.p0"(ptr %tile.body.10, i32 0, i32 3, i32 1)
  %tile.body.11 = getelementptr i8, ptr %tile.body.6, i64 191
  call void @"llvm.prefetch.p0"(ptr %tile.body.11, i32 0, i32 3, i32 1)
  %tile.body.12 = getelementptr i8, ptr %tile.body.6, i64 192
  call void @"llvm.prefetch.p0"(ptr %tile.body.12, i32 0, i32 3, i32 1)
  %tile.body.13 = getelementptr i8, ptr %tile.body.6, i64 255
  call void @"llvm.prefetch.p0"(ptr %tile.body.13, i32 0, i32 3, i32 1)
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc0_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc0_1"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc1_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc1_1"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc2_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc2_1"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc3_0"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, <8 x float>* %"acc3_1"
  store ptr %tile.body.2, ptr %entry.2
  store ptr %tile.body.4, ptr %entry.3
  %tile.body.14 = icmp slt i64 0, %"n"
  br i1 %tile.body.14, label %"n.body", label %"n.done"
tile.done:
  ret void
n.body:
  %"n.1" = phi  i64 [0, %"tile.body"], [%"n.next", %"p.done"]
  %n.body.1 = load ptr, ptr %entry.2
  %n.body.2 = load ptr, ptr %entry.3
  store ptr %n.body.1, ptr %entry.4
  store ptr %n.body.2, ptr %entry.5
  %n.body.3 = icmp slt i64 0, %"p"
  br i1 %n.body.3, label %"p.body", label %"p.done"
n.done:
  br i1 %"first", label %"n.done.if", label %"n.done.else"
p.body:
  %"p.1" = phi  i64 [0, %"n.body"], [%"p.next", %"q.done"]
  %p.body.1 = load ptr, ptr %entry.4
  %p.body.2 = load ptr, ptr %entry.5
  store ptr %p.body.1, ptr %entry.6
  store ptr %p.body.2, ptr %entry.7
  %p.body.3 = icmp slt i64 0, %"q"
  br i1 %p.body.3, label %"q.body", label %"q.done"
p.done:
  %p.done.1 = getelementptr i8, ptr %n.body.1, i64 %"an"
  store ptr %p.done.1, ptr %entry.2
  %p.done.2 = getelementptr i8, ptr %n.body.2, i64 %"bn"
  store ptr %p.done.2, ptr %entry.3
  %"n.next" = add i64 %"n.1", 1
  %p.done.3 = icmp slt i64 %"n.next", %"n"
  br i1 %p.done.3, label %"n.body", label %"n.done"
q.body:
  %"q.1" = phi  i64 [0, %"p.body"], [%"q.next", %"q.body"]
  %q.body.1 = load ptr, ptr %entry.6
  %q.body.2 = load ptr, ptr %entry.7
  %q.body.3 = load <8 x float>, ptr %q.body.2, align 1
  %q.body.4 = getelementptr i8, ptr %q.body.2, i64 %"bj"
  %q.body.5 = load <8 x float>, ptr %q.body.4, align 1
  %q.body.6 = load float, ptr %q.body.1, align 1
  %q.body.7 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.6, i32 0
  %q.body.8 = shufflevector <8 x float> %q.body.7, <8 x float> %q.body.7, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.9 = load <8 x float>, <8 x float>* %"acc0_0"
  %q.body.10 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.8, <8 x float> %q.body.3, <8 x float> %q.body.9)
  store <8 x float> %q.body.10, <8 x float>* %"acc0_0"
  %q.body.11 = load <8 x float>, <8 x float>* %"acc0_1"
  %q.body.12 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.8, <8 x float> %q.body.5, <8 x float> %q.body.11)
  store <8 x float> %q.body.12, <8 x float>* %"acc0_1"
  %q.body.13 = getelementptr i8, ptr %q.body.1, i64 4
  %q.body.14 = load float, ptr %q.body.13, align 1
  %q.body.15 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.14, i32 0
  %q.body.16 = shufflevector <8 x float> %q.body.15, <8 x float> %q.body.15, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.17 = load <8 x float>, <8 x float>* %"acc1_0"
  %q.body.18 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.16, <8 x float> %q.body.3, <8 x float> %q.body.17)
  store <8 x float> %q.body.18, <8 x float>* %"acc1_0"
  %q.body.19 = load <8 x float>, <8 x float>* %"acc1_1"
  %q.body.20 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.16, <8 x float> %q.body.5, <8 x float> %q.body.19)
  store <8 x float> %q.body.20, <8 x float>* %"acc1_1"
  %q.body.21 = getelementptr i8, ptr %q.body.1, i64 8
  %q.body.22 = load float, ptr %q.body.21, align 1
  %q.body.23 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.22, i32 0
  %q.body.24 = shufflevector <8 x float> %q.body.23, <8 x float> %q.body.23, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.25 = load <8 x float>, <8 x float>* %"acc2_0"
  %q.body.26 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.24, <8 x float> %q.body.3, <8 x float> %q.body.25)
  store <8 x float> %q.body.26, <8 x float>* %"acc2_0"
  %q.body.27 = load <8 x float>, <8 x float>* %"acc2_1"
  %q.body.28 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.24, <8 x float> %q.body.5, <8 x float> %q.body.27)
  store <8 x float> %q.body.28, <8 x float>* %"acc2_1"
  %q.body.29 = getelementptr i8, ptr %q.body.1, i64 12
  %q.body.30 = load float, ptr %q.body.29, align 1
  %q.body.31 = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %q.body.30, i32 0
  %q.body.32 = shufflevector <8 x float> %q.body.31, <8 x float> %q.body.31, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %q.body.33 = load <8 x float>, <8 x float>* %"acc3_0"
  %q.body.34 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.32, <8 x float> %q.body.3, <8 x float> %q.body.33)
  store <8 x float> %q.body.34, <8 x float>* %"acc3_0"
  %q.body.35 = load <8 x float>, <8 x float>* %"acc3_1"
  %q.body.36 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %q.body.32, <8 x float> %q.body.5, <8 x float> %q.body.35)
  store <8 x float> %q.body.36, <8 x float>* %"acc3_1"
  %q.body.37 = getelementptr i8, ptr %q.body.1, i64 %"aq"
  store ptr %q.body.37, ptr %entry.6
  %q.body.38 = getelementptr i8, ptr %q.body.2, i64 %"bq"
  store ptr %q.body.38, ptr %entry.7
  %"q.next" = add i64 %"q.1", 1
  %q.body.39 = icmp slt i64 %"q.next", %"q"
  br i1 %q.body.39, label %"q.body", label %"q.done"
q.done:
  %q.done.1 = getelementptr i8, ptr %p.body.1, i64 %"ap"
  store ptr %q.done.1, ptr %entry.4
  %q.done.2 = getelementptr i8, ptr %p.body.2, i64 %"bp"
  store ptr %q.done.2, ptr %entry.5
  %"p.next" = add i64 %"p.1", 1
  %q.done.3 = icmp slt i64 %"p.next", %"p"
  br i1 %q.done.3, label %"p.body", label %"p.done"
n.done.if:
  %n.done.if.1 = load <8 x float>, <8 x float>* %"acc0_0"
  store <8 x float> %n.done.if.1, ptr %tile.body.6, align 1
  %n.done.if.2 = load <8 x float>, <8 x float>* %"acc0_1"
  %n.done.if.3 = getelementptr i8, ptr %tile.body.6, i64 32
  store <8 x float> %n.done.if.2, ptr %n.done.if.3, align 1
  %n.done.if.4 = load <8 x float>, <8 x float>* %"acc1_0"
  %n.done.if.5 = getelementptr i8, ptr %tile.body.6, i64 64
  store <8 x float> %n.done.if.4, ptr %n.done.if.5, align 1
  %n.done.if.6 = load <8 x float>, <8 x float>* %"acc1_1"
  %n.done.if.7 = getelementptr i8, ptr %tile.body.6, i64 96
  store <8 x float> %n.done.if.6, ptr %n.done.if.7, align 1
  %n.done.if.8 = load <8 x float>, <8 x float>* %"acc2_0"
  %n.done.if.9 = getelementptr i8, ptr %tile.body.6, i64 128
  store <8 x float> %n.done.if.8, ptr %n.done.if.9, align 1
  %n.done.if.10 = load <8 x float>, <8 x float>* %"acc2_1"
  %n.done.if.11 = getelementptr i8, ptr %tile.body.6, i64 160
  store <8 x float> %n.done.if.10, ptr %n.done.if.11, align 1
  %n.done.if.12 = load <8 x float>, <8 x float>* %"acc3_0"
  %n.done.if.13 = getelementptr i8, ptr %tile.body.6, i64 192
  store <8 x float> %n.done.if.12, ptr %n.done.if.13, align 1
  %n.done.if.14 = load <8 x float>, <8 x float>* %"acc3_1"
  %n.done.if.15 = getelementptr i8, ptr %tile.body.6, i64 224
  store <8 x float> %n.done.if.14, ptr %n.done.if.15, align 1
  br label %"n.done.endif"
n.done.else:
  %n.done.else.1 = load <8 x float>, <8 x float>* %"acc0_0"
  %n.done.else.2 = load <8 x float>, ptr %tile.body.6, align 1
  %n.done.else.3 = fadd <8 x float> %n.done.else.2, %n.done.else.1
  store <8 x float> %n.done.else.3, ptr %tile.body.6, align 1
  %n.done.else.4 = load <8 x float>, <8 x float>* %"acc0_1"
  %n.done.else.5 = getelementptr i8, ptr %tile.body.6, i64 32
  %n.done.else.6 = load <8 x float>, ptr %n.done.else.5, align 1
  %n.done.else.7 = fadd <8 x float> %n.done.else.6, %n.done.else.4
  %n.done.else.8 = getelementptr i8, ptr %tile.body.6, i64 32
  store <8 x float> %n.done.else.7, ptr %n.done.else.8, align 1
  %n.done.else.9 = load <8 x float>, <8 x float>* %"acc1_0"
  %n.done.else.10 = getelementptr i8, ptr %tile.body.6, i64 64
  %n.done.else.11 = load <8 x float>, ptr %n.done.else.10, align 1
  %n.done.else.12 = fadd <8 x float> %n.done.else.11, %n.done.else.9
  %n.done.else.13 = getelementptr i8, ptr %tile.body.6, i64 64
  store <8 x float> %n.done.else.12, ptr %n.done.else.13, align 1
  %n.done.else.14 = load <8 x float>, <8 x float>* %"acc1_1"
  %n.done.else.15 = getelementptr i8, ptr %tile.body.6, i64 96
  %n.done.else.16 = load <8 x float>, ptr %n.done.else.15, align 1
  %n.done.else.17 = fadd <8 x float> %n.done.else.16, %n.done.else.14
  %n.done.else.18 = getelementptr i8, ptr %tile.body.6, i64 96
  store <8 x float> %n.done.else.17, ptr %n.done.else.18, align 1
  %n.done.else.19 = load <8 x float>, <8 x float>* %"acc2_0"
  %n.done.else.20 = getelementptr i8, ptr %tile.body.6, i64 128
  %n.done.else.21 = load <8 x float>, ptr %n.done.else.20, align 1
  %n.done.else.22 = fadd <8 x float> %n.done.else.21, %n.done.else.19
  %n.done.else.23 = getelementptr i8, ptr %tile.body.6, i64 128
  store <8 x float> %n.done.else.22, ptr %n.done.else.23, align 1
  %n.done.else.24 = load <8 x float>, <8 x float>* %"acc2_1"
  %n.done.else.25 = getelementptr i8, ptr %tile.body.6, i64 160
  %n.done.else.26 = load <8 x float>, ptr %n.done.else.25, align 1
  %n.done.else.27 = fadd <8 x float> %n.done.else.26, %n.done.else.24
  %n.done.else.28 = getelementptr i8, ptr %tile.body.6, i64 160
  store <8 x float> %n.done.else.27, ptr %n.done.else.28, align 1
  %n.done.else.29 = load <8 x float>, <8 x float>* %"acc3_0"
  %n.done.else.30 = getelementptr i8, ptr %tile.body.6, i64 192
  %n.done.else.31 = load <8 x float>, ptr %n.done.else.30, align 1
  %n.done.else.32 = fadd <8 x float> %n.done.else.31, %n.done.else.29
  %n.done.else.33 = getelementptr i8, ptr %tile.body.6, i64 192
  store <8 x float> %n.done.else.32, ptr %n.done.else.33, align 1
  %n.done.else.34 = load <8 x float>, <8 x float>* %"acc3_1"
  %n.done.else.35 = getelementptr i8, ptr %tile.body.6, i64 224
  %n.done.else.36 = load <8 x float>, ptr %n.done.else.35, align 1
  %n.done.else.37 = fadd <8 x float> %n.done.else.36, %n.done.else.34
  %n.done.else.38 = getelementptr i8, ptr %tile.body.6, i64 224
  store <8 x float> %n.done.else.37, ptr %n.done.else.38, align 1
  br label %"n.done.endif"
n.done.endif:
  %"tile.next" = add i64 %"tile", 1
  %n.done.endif.1 = icmp slt i64 %"tile.next", %"tiles"
  br i1 %n.done.endif.1, label %"tile.body", label %"tile.done"
}

declare void @"llvm.prefetch.p0"(ptr %.1, i32 %.2, i32 %.3, i32 %.4)

declare <8 x float> @"llvm.fma.v8f32"(<8 x float> %.1, <8 x float> %.2, <8 x float> %.3)

define internal void @"pack_x_0"(ptr %"source", ptr %"panel", i64 %"n", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"tiles", i64 %"sn", i64 %"sh", i64 %"sw", i64 %"sc", i64 %"height", i64 %"width", i64 %"next") noinline nounwind
{
entry:
  %entry.1 = mul i64 8, %"sc"
  %entry.2 = icmp slt i64 0, %"n"
  br i1 %entry.2, label %"n.body", label %"n.done"
n.body:
  %"n.1" = phi  i64 [0, %"entry"], [%h.done.1, %"h.done"]
  %n.body.1 = icmp slt i64 %"h0", %"h1"
  br i1 %n.body.1, label %"h.body", label %"h.done"
n.done:
  ret void
h.body:
  %"h" = phi  i64 [%"h0", %"n.body"], [%tile.done.1, %"tile.done"]
  %h.body.1 = mul i64 %"n.1", %"sn"
  %h.body.2 = mul i64 %"h", %"sh"
  %h.body.3 = add i64 %h.body.1, %h.body.2
  %h.body.4 = getelementptr i8, ptr %"source", i64 %h.body.3
  %h.body.5 = mul i64 %"n.1", %"height"
  %h.body.6 = add i64 %h.body.5, %"h"
  %h.body.7 = mul i64 %"width", 32
  %h.body.8 = mul i64 %h.body.6, %h.body.7
  %h.body.9 = getelementptr i8, ptr %"panel", i64 %h.body.8
  %h.body.10 = icmp slt i64 0, %"tiles"
  br i1 %h.body.10, label %"tile.body", label %"tile.done"
h.done:
  %"n.next" = add i64 %"n.1", 1
  %h.done.1 = call i64 @"llvm.expect.i64"(i64 %"n.next", i64 0)
  %h.done.2 = icmp slt i64 %h.done.1, %"n"
  br i1 %h.done.2, label %"n.body", label %"n.done"
tile.body:
  %"tile" = phi  i64 [0, %"h.body"], [%tile.body.endif.1, %"tile.body.endif"]
  %tile.body.1 = mul i64 %"tile", %entry.1
  %tile.body.2 = getelementptr i8, ptr %h.body.4, i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"next"
  %tile.body.4 = getelementptr i8, ptr %h.body.9, i64 %tile.body.3
  %tile.body.5 = sub i64 %"w1", %"w0"
  %tile.body.6 = icmp slt i64 7, %tile.body.5
  br i1 %tile.body.6, label %"tile.body.if", label %"tile.body.else"
tile.done:
  %"h.next" = add i64 %"h", 1
  %tile.done.1 = call i64 @"llvm.expect.i64"(i64 %"h.next", i64 0)
  %tile.done.2 = icmp slt i64 %tile.done.1, %"h1"
  br i1 %tile.done.2, label %"h.body", label %"h.done"
tile.body.if:
  %tile.body.if.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.if.1, label %"w.body", label %"w.done"
tile.body.else:
  %tile.body.else.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.else.1, label %"w.body.1", label %"w.done.1"
tile.body.endif:
  %"tile.next" = add i64 %"tile", 1
  %tile.body.endif.1 = call i64 @"llvm.expect.i64"(i64 %"tile.next", i64 0)
  %tile.body.endif.2 = icmp slt i64 %tile.body.endif.1, %"tiles"
  br i1 %tile.body.endif.2, label %"tile.body", label %"tile.done"
w.body:
  %"w" = phi  i64 [%"w0", %"tile.body.if"], [%w.body.68, %"w.body"]
  %w.body.1 = add i64 %"w1", -8
  %w.body.2 = icmp slt i64 %"w", %w.body.1
  %w.body.3 = select  i1 %w.body.2, i64 %"w", i64 %w.body.1
  %w.body.4 = mul i64 %w.body.3, 4
  %w.body.5 = getelementptr i8, ptr %tile.body.2, i64 %w.body.4
  %w.body.6 = mul i64 %w.body.3, 32
  %w.body.7 = getelementptr i8, ptr %tile.body.4, i64 %w.body.6
  %w.body.8 = load <8 x float>, ptr %w.body.5, align 1
  %w.body.9 = getelementptr i8, ptr %w.body.5, i64 %"sc"
  %w.body.10 = load <8 x float>, ptr %w.body.9, align 1
  %w.body.11 = mul i64 2, %"sc"
  %w.body.12 = getelementptr i8, ptr %w.body.5, i64 %w.body.11
  %w.body.13 = load <8 x float>, ptr %w.body.12, align 1
  %w.body.14 = mul i64 3, %"sc"
  %w.body.15 = getelementptr i8, ptr %w.body.5, i64 %w.body.14
  %w.body.16 = load <8 x float>, ptr %w.body.15, align 1
  %w.body.17 = mul i64 4, %"sc"
  %w.body.18 = getelementptr i8, ptr %w.body.5, i64 %w.body.17
  %w.body.19 = load <8 x float>, ptr %w.body.18, align 1
  %w.body.20 = mul i64 5, %"sc"
  %w.body.21 = getelementptr i8, ptr %w.body.5, i64 %w.body.20
  %w.body.22 = load <8 x float>, ptr %w.body.21, align 1
  %w.body.23 = mul i64 6, %"sc"
  %w.body.24 = getelementptr i8, ptr %w.body.5, i64 %w.body.23
  %w.body.25 = load <8 x float>, ptr %w.body.24, align 1
  %w.body.26 = mul i64 7, %"sc"
  %w.body.27 = getelementptr i8, ptr %w.body.5, i64 %w.body.26
  %w.body.28 = load <8 x float>, ptr %w.body.27, align 1
  %w.body.29 = shufflevector <8 x float> %w.body.8, <8 x float> %w.body.10, <8 x i32> <i32 0, i32 8, i32 2, i32 10, i32 4, i32 12, i32 6, i32 14>
  %w.body.30 = shufflevector <8 x float> %w.body.8, <8 x float> %w.body.10, <8 x i32> <i32 1, i32 9, i32 3, i32 11, i32 5, i32 13, i32 7, i32 15>
  %w.body.31 = shufflevector <8 x float> %w.body.13, <8 x float> %w.body.16, <8 x i32> <i32 0, i32 8, i32 2, i32 10, i32 4, i32 12, i32 6, i32 14>
  %w.body.32 = shufflevector <8 x float> %w.body.13, <8 x float> %w.body.16, <8 x i32> <i32 1, i32 9, i32 3, i32 11, i32 5, i32 13, i32 7, i32 15>
  %w.body.33 = shufflevector <8 x float> %w.body.19, <8 x float> %w.body.22, <8 x i32> <i32 0, i32 8, i32 2, i32 10, i32 4, i32 12, i32 6, i32 14>
  %w.body.34 = shufflevector <8 x float> %w.body.19, <8 x float> %w.body.22, <8 x i32> <i32 1, i32 9, i32 3, i32 11, i32 5, i32 13, i32 7, i32 15>
  %w.body.35 = shufflevector <8 x float> %w.body.25, <8 x float> %w.body.28, <8 x i32> <i32 0, i32 8, i32 2, i32 10, i32 4, i32 12, i32 6, i32 14>
  %w.body.36 = shufflevector <8 x float> %w.body.25, <8 x float> %w.body.28, <8 x i32> <i32 1, i32 9, i32 3, i32 11, i32 5, i32 13, i32 7, i32 15>
  %w.body.37 = shufflevector <8 x float> %w.body.29, <8 x float> %w.body.31, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %w.body.38 = shufflevector <8 x float> %w.body.29, <8 x float> %w.body.31, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %w.body.39 = shufflevector <8 x float> %w.body.30, <8 x float> %w.body.32, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %w.body.40 = shufflevector <8 x float> %w.body.30, <8 x float> %w.body.32, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %w.body.41 = shufflevector <8 x float> %w.body.33, <8 x float> %w.body.35, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %w.body.42 = shufflevector <8 x float> %w.body.33, <8 x float> %w.body.35, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %w.body.43 = shufflevector <8 x float> %w.body.34, <8 x float> %w.body.36, <8 x i32> <i32 0, i32 1, i32 8, i32 9, i32 4, i32 5, i32 12, i32 13>
  %w.body.44 = shufflevector <8 x float> %w.body.34, <8 x float> %w.body.36, <8 x i32> <i32 2, i32 3, i32 10, i32 11, i32 6, i32 7, i32 14, i32 15>
  %w.body.45 = shufflevector <8 x float> %w.body.37, <8 x float> %w.body.41, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %w.body.46 = shufflevector <8 x float> %w.body.37, <8 x float> %w.body.41, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %w.body.47 = shufflevector <8 x float> %w.body.39, <8 x float> %w.body.43, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %w.body.48 = shufflevector <8 x float> %w.body.39, <8 x float> %w.body.43, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %w.body.49 = shufflevector <8 x float> %w.body.38, <8 x float> %w.body.42, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %w.body.50 = shufflevector <8 x float> %w.body.38, <8 x float> %w.body.42, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %w.body.51 = shufflevector <8 x float> %w.body.40, <8 x float> %w.body.44, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 8, i32 9, i32 10, i32 11>
  %w.body.52 = shufflevector <8 x float> %w.body.40, <8 x float> %w.body.44, <8 x i32> <i32 4, i32 5, i32 6, i32 7, i32 12, i32 13, i32 14, i32 15>
  %w.body.53 = shufflevector <8 x float> %w.body.45, <8 x float> %w.body.45, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  store <8 x float> %w.body.53, ptr %w.body.7, align 1
  %w.body.54 = shufflevector <8 x float> %w.body.47, <8 x float> %w.body.47, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %w.body.55 = getelementptr i8, ptr %w.body.7, i64 32
  store <8 x float> %w.body.54, ptr %w.body.55, align 1
  %w.body.56 = shufflevector <8 x float> %w.body.49, <8 x float> %w.body.49, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %w.body.57 = getelementptr i8, ptr %w.body.7, i64 64
  store <8 x float> %w.body.56, ptr %w.body.57, align 1
  %w.body.58 = shufflevector <8 x float> %w.body.51, <8 x float> %w.body.51, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %w.body.59 = getelementptr i8, ptr %w.body.7, i64 96
  store <8 x float> %w.body.58, ptr %w.body.59, align 1
  %w.body.60 = shufflevector <8 x float> %w.body.46, <8 x float> %w.body.46, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %w.body.61 = getelementptr i8, ptr %w.body.7, i64 128
  store <8 x float> %w.body.60, ptr %w.body.61, align 1
  %w.body.62 = shufflevector <8 x float> %w.body.48, <8 x float> %w.body.48, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %w.body.63 = getelementptr i8, ptr %w.body.7, i64 160
  store <8 x float> %w.body.62, ptr %w.body.63, align 1
  %w.body.64 = shufflevector <8 x float> %w.body.50, <8 x float> %w.body.50, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %w.body.65 = getelementptr i8, ptr %w.body.7, i64 192
  store <8 x float> %w.body.64, ptr %w.body.65, align 1
  %w.body.66 = shufflevector <8 x float> %w.body.52, <8 x float> %w.body.52, <8 x i32> <i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7>
  %w.body.67 = getelementptr i8, ptr %w.body.7, i64 224
  store <8 x float> %w.body.66, ptr %w.body.67, align 1
  %"w.next" = add i64 %"w", 8
  %w.body.68 = call i64 @"llvm.expect.i64"(i64 %"w.next", i64 0)
  %w.body.69 = icmp slt i64 %w.body.68, %"w1"
  br i1 %w.body.69, label %"w.body", label %"w.done"
w.done:
  br label %"tile.body.endif"
w.body.1:
  %"w.1" = phi  i64 [%"w0", %"tile.body.else"], [%w.body.1.33, %"w.body.1"]
  %w.body.1.1 = mul i64 %"w.1", %"sw"
  %w.body.1.2 = getelementptr i8, ptr %tile.body.2, i64 %w.body.1.1
  %w.body.1.3 = mul i64 %"w.1", 32
  %w.body.1.4 = getelementptr i8, ptr %tile.body.4, i64 %w.body.1.3
  %w.body.1.5 = load float, ptr %w.body.1.2, align 1
  store float %w.body.1.5, ptr %w.body.1.4, align 1
  %w.body.1.6 = getelementptr i8, ptr %w.body.1.2, i64 %"sc"
  %w.body.1.7 = load float, ptr %w.body.1.6, align 1
  %w.body.1.8 = getelementptr i8, ptr %w.body.1.4, i64 4
  store float %w.body.1.7, ptr %w.body.1.8, align 1
  %w.body.1.9 = mul i64 2, %"sc"
  %w.body.1.10 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.9
  %w.body.1.11 = load float, ptr %w.body.1.10, align 1
  %w.body.1.12 = getelementptr i8, ptr %w.body.1.4, i64 8
  store float %w.body.1.11, ptr %w.body.1.12, align 1
  %w.body.1.13 = mul i64 3, %"sc"
  %w.body.1.14 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.13
  %w.body.1.15 = load float, ptr %w.body.1.14, align 1
  %w.body.1.16 = getelementptr i8, ptr %w.body.1.4, i64 12
  store float %w.body.1.15, ptr %w.body.1.16, align 1
  %w.body.1.17 = mul i64 4, %"sc"
  %w.body.1.18 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.17
  %w.body.1.19 = load float, ptr %w.body.1.18, align 1
  %w.body.1.20 = getelementptr i8, ptr %w.body.1.4, i64 16
  store float %w.body.1.19, ptr %w.body.1.20, align 1
  %w.body.1.21 = mul i64 5, %"sc"
  %w.body.1.22 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.21
  %w.body.1.23 = load float, ptr %w.body.1.22, align 1
  %w.body.1.24 = getelementptr i8, ptr %w.body.1.4, i64 20
  store float %w.body.1.23, ptr %w.body.1.24, align 1
  %w.body.1.25 = mul i64 6, %"sc"
  %w.body.1.26 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.25
  %w.body.1.27 = load float, ptr %w.body.1.26, align 1
  %w.body.1.28 = getelementptr i8, ptr %w.body.1.4, i64 24
  store float %w.body.1.27, ptr %w.body.1.28, align 1
  %w.body.1.29 = mul i64 7, %"sc"
  %w.body.1.30 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.29
  %w.body.1.31 = load float, ptr %w.body.1.30, align 1
  %w.body.1.32 = getelementptr i8, ptr %w.body.1.4, i64 28
  store float %w.body.1.31, ptr %w.body.1.32, align 1
  %"w.next.1" = add i64 %"w.1", 1
  %w.body.1.33 = call i64 @"llvm.expect.i64"(i64 %"w.next.1", i64 0)
  %w.body.1.34 = icmp slt i64 %w.body.1.33, %"w1"
  br i1 %w.body.1.34, label %"w.body.1", label %"w.done.1"
w.done.1:
  br label %"tile.body.endif"
}

declare i64 @"llvm.expect.i64"(i64 %.1, i64 %.2)

define internal void @"transform_x"(ptr %"source", ptr %"panel", i64 %"tiles", i64 %"vectors", i64 %"next_vector", i64 %"last", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"sh", i64 %"sw", i64 %"next_panel", i64 %"next_product") noinline nounwind
{
entry:
  %"square" = alloca [16 x <8 x float>]
  %entry.1 = icmp sle i64 %"h0", 0
  %entry.2 = icmp sge i64 %"h1", 4
  %entry.3 = and i1 %entry.1, %entry.2
  %entry.4 = icmp slt i64 0, %"vectors"
  br i1 %entry.4, label %"vector.body", label %"vector.done"
vector.body:
  %"vector" = phi  i64 [0, %"entry"], [%tile.done.1, %"tile.done"]
  %vector.body.1 = icmp slt i64 0, %"tiles"
  br i1 %vector.body.1, label %"tile.body", label %"tile.done"
vector.done:
  ret void
tile.body:
  %"tile" = phi  i64 [0, %"vector.body"], [%i.done.1, %"i.done"]
  %tile.body.1 = mul i64 %"vector", %"next_vector"
  %tile.body.2 = icmp slt i64 %tile.body.1, %"last"
  %tile.body.3 = select  i1 %tile.body.2, i64 %tile.body.1, i64 %"last"
  %tile.body.4 = getelementptr i8, ptr %"source", i64 %tile.body.3
  %tile.body.5 = mul i64 %"vector", %"next_panel"
  %tile.body.6 = mul i64 %"tile", 32
  %tile.body.7 = add i64 %tile.body.5, %tile.body.6
  %tile.body.8 = getelementptr i8, ptr %"panel", i64 %tile.body.7
  %tile.body.9 = icmp slt i64 0, 4
  br i1 %tile.body.9, label %"j.body", label %"j.done"
tile.done:
  %"vector.next" = add i64 %"vector", 1
  %tile.done.1 = call i64 @"llvm.expect.i64"(i64 %"vector.next", i64 0)
  %tile.done.2 = icmp slt i64 %tile.done.1, %"vectors"
  br i1 %tile.done.2, label %"vector.body", label %"vector.done"
j.body:
  %"j" = phi  i64 [0, %"tile.body"], [%j.body.endif.1, %"j.body.endif"]
  %j.body.1 = mul i64 %"tile", 2
  %j.body.2 = add i64 %j.body.1, %"j"
  %j.body.3 = icmp sge i64 %j.body.2, %"w0"
  %j.body.4 = icmp slt i64 %j.body.2, %"w1"
  %j.body.5 = and i1 %j.body.3, %j.body.4
  %j.body.6 = mul i64 %j.body.2, %"sw"
  %j.body.7 = getelementptr i8, ptr %tile.body.4, i64 %j.body.6
  br i1 %j.body.5, label %"j.body.if", label %"j.body.else"
j.done:
  %j.done.1 = icmp slt i64 0, 4
  br i1 %j.done.1, label %"i.body", label %"i.done"
j.body.if:
  br i1 %entry.3, label %"j.body.if.if", label %"j.body.if.else"
j.body.else:
  %j.body.else.1 = mul i64 %"j", 32
  %j.body.else.2 = getelementptr i8, ptr %"square", i64 %j.body.else.1
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %j.body.else.2
  %j.body.else.3 = add i64 %"j", 4
  %j.body.else.4 = mul i64 %j.body.else.3, 32
  %j.body.else.5 = getelementptr i8, ptr %"square", i64 %j.body.else.4
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %j.body.else.5
  %j.body.else.6 = add i64 %"j", 8
  %j.body.else.7 = mul i64 %j.body.else.6, 32
  %j.body.else.8 = getelementptr i8, ptr %"square", i64 %j.body.else.7
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %j.body.else.8
  %j.body.else.9 = add i64 %"j", 12
  %j.body.else.10 = mul i64 %j.body.else.9, 32
  %j.body.else.11 = getelementptr i8, ptr %"square", i64 %j.body.else.10
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %j.body.else.11
  br label %"j.body.endif"
j.body.endif:
  %"j.next" = add i64 %"j", 1
  %j.body.endif.1 = call i64 @"llvm.expect.i64"(i64 %"j.next", i64 0)
  %j.body.endif.2 = icmp slt i64 %j.body.endif.1, 4
  br i1 %j.body.endif.2, label %"j.body", label %"j.done"
j.body.if.if:
  %j.body.if.if.1 = load <8 x float>, ptr %j.body.7, align 1
  %j.body.if.if.2 = getelementptr i8, ptr %j.body.7, i64 %"sh"
  %j.body.if.if.3 = load <8 x float>, ptr %j.body.if.if.2, align 1
  %j.body.if.if.4 = mul i64 %"sh", 2
  %j.body.if.if.5 = getelementptr i8, ptr %j.body.7, i64 %j.body.if.if.4
  %j.body.if.if.6 = load <8 x float>, ptr %j.body.if.if.5, align 1
  %j.body.if.if.7 = mul i64 %"sh", 3
  %j.body.if.if.8 = getelementptr i8, ptr %j.body.7, i64 %j.body.if.if.7
  %j.body.if.if.9 = load <8 x float>, ptr %j.body.if.if.8, align 1
  %j.body.if.if.10 = fsub <8 x float> %j.body.if.if.6, %j.body.if.if.1
  %j.body.if.if.11 = fadd <8 x float> %j.body.if.if.6, %j.body.if.if.3
  %j.body.if.if.12 = fsub <8 x float> %j.body.if.if.6, %j.body.if.if.3
  %j.body.if.if.13 = fsub <8 x float> %j.body.if.if.9, %j.body.if.if.3
  %j.body.if.if.14 = mul i64 %"j", 32
  %j.body.if.if.15 = getelementptr i8, ptr %"square", i64 %j.body.if.if.14
  store <8 x float> %j.body.if.if.10, ptr %j.body.if.if.15
  %j.body.if.if.16 = add i64 %"j", 4
  %j.body.if.if.17 = mul i64 %j.body.if.if.16, 32
  %j.body.if.if.18 = getelementptr i8, ptr %"square", i64 %j.body.if.if.17
  store <8 x float> %j.body.if.if.11, ptr %j.body.if.if.18
  %j.body.if.if.19 = add i64 %"j", 8
  %j.body.if.if.20 = mul i64 %j.body.if.if.19, 32
  %j.body.if.if.21 = getelementptr i8, ptr %"square", i64 %j.body.if.if.20
  store <8 x float> %j.body.if.if.12, ptr %j.body.if.if.21
  %j.body.if.if.22 = add i64 %"j", 12
  %j.body.if.if.23 = mul i64 %j.body.if.if.22, 32
  %j.body.if.if.24 = getelementptr i8, ptr %"square", i64 %j.body.if.if.23
  store <8 x float> %j.body.if.if.13, ptr %j.body.if.if.24
  br label %"j.body.if.endif"
j.body.if.else:
  %j.body.if.else.1 = icmp sge i64 0, %"h0"
  %j.body.if.else.2 = icmp slt i64 0, %"h1"
  %j.body.if.else.3 = and i1 %j.body.if.else.1, %j.body.if.else.2
  br i1 %j.body.if.else.3, label %"j.body.if.else.if", label %"j.body.if.else.endif"
j.body.if.endif:
  br label %"j.body.endif"
j.body.if.else.if:
  %j.body.if.else.if.1 = load <8 x float>, ptr %j.body.7, align 1
  br label %"j.body.if.else.endif"
j.body.if.else.endif:
  %j.body.if.else.endif.1 = phi  <8 x float> [<float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, %"j.body.if.else"], [%j.body.if.else.if.1, %"j.body.if.else.if"]
  %j.body.if.else.endif.2 = icmp sge i64 1, %"h0"
  %j.body.if.else.endif.3 = icmp slt i64 1, %"h1"
  %j.body.if.else.endif.4 = and i1 %j.body.if.else.endif.2, %j.body.if.else.endif.3
  br i1 %j.body.if.else.endif.4, label %"j.body.if.else.endif.if", label %"j.body.if.else.endif.endif"
j.body.if.else.endif.if:
  %j.body.if.else.endif.if.1 = getelementptr i8, ptr %j.body.7, i64 %"sh"
  %j.body.if.else.endif.if.2 = load <8 x float>, ptr %j.body.if.else.endif.if.1, align 1
  br label %"j.body.if.else.endif.endif"
j.body.if.else.endif.endif:
  %j.body.if.else.endif.endif.1 = phi  <8 x float> [<float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, %"j.body.if.else.endif"], [%j.body.if.else.endif.if.2, %"j.body.if.else.endif.if"]
  %j.body.if.else.endif.endif.2 = icmp sge i64 2, %"h0"
  %j.body.if.else.endif.endif.3 = icmp slt i64 2, %"h1"
  %j.body.if.else.endif.endif.4 = and i1 %j.body.if.else.endif.endif.2, %j.body.if.else.endif.endif.3
  br i1 %j.body.if.else.endif.endif.4, label %"j.body.if.else.endif.endif.if", label %"j.body.if.else.endif.endif.endif"
j.body.if.else.endif.endif.if:
  %j.body.if.else.endif.endif.if.1 = mul i64 %"sh", 2
  %j.body.if.else.endif.endif.if.2 = getelementptr i8, ptr %j.body.7, i64 %j.body.if.else.endif.endif.if.1
  %j.body.if.else.endif.endif.if.3 = load <8 x float>, ptr %j.body.if.else.endif.endif.if.2, align 1
  br label %"j.body.if.else.endif.endif.endif"
j.body.if.else.endif.endif.endif:
  %j.body.if.else.endif.endif.endif.1 = phi  <8 x float> [<float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, %"j.body.if.else.endif.endif"], [%j.body.if.else.endif.endif.if.3, %"j.body.if.else.endif.endif.if"]
  %j.body.if.else.endif.endif.endif.2 = icmp sge i64 3, %"h0"
  %j.body.if.else.endif.endif.endif.3 = icmp slt i64 3, %"h1"
  %j.body.if.else.endif.endif.endif.4 = and i1 %j.body.if.else.endif.endif.endif.2, %j.body.if.else.endif.endif.endif.3
  br i1 %j.body.if.else.endif.endif.endif.4, label %"j.body.if.else.endif.endif.endif.if", label %"j.body.if.else.endif.endif.endif.endif"
j.body.if.else.endif.endif.endif.if:
  %j.body.if.else.endif.endif.endif.if.1 = mul i64 %"sh", 3
  %j.body.if.else.endif.endif.endif.if.2 = getelementptr i8, ptr %j.body.7, i64 %j.body.if.else.endif.endif.endif.if.1
  %j.body.if.else.endif.endif.endif.if.3 = load <8 x float>, ptr %j.body.if.else.endif.endif.endif.if.2, align 1
  br label %"j.body.if.else.endif.endif.endif.endif"
j.body.if.else.endif.endif.endif.endif:
  %j.body.if.else.endif.endif.endif.endif.1 = phi  <8 x float> [<float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, %"j.body.if.else.endif.endif.endif"], [%j.body.if.else.endif.endif.endif.if.3, %"j.body.if.else.endif.endif.endif.if"]
  %j.body.if.else.endif.endif.endif.endif.2 = fsub <8 x float> %j.body.if.else.endif.endif.endif.1, %j.body.if.else.endif.1
  %j.body.if.else.endif.endif.endif.endif.3 = fadd <8 x float> %j.body.if.else.endif.endif.endif.1, %j.body.if.else.endif.endif.1
  %j.body.if.else.endif.endif.endif.endif.4 = fsub <8 x float> %j.body.if.else.endif.endif.endif.1, %j.body.if.else.endif.endif.1
  %j.body.if.else.endif.endif.endif.endif.5 = fsub <8 x float> %j.body.if.else.endif.endif.endif.endif.1, %j.body.if.else.endif.endif.1
  %j.body.if.else.endif.endif.endif.endif.6 = mul i64 %"j", 32
  %j.body.if.else.endif.endif.endif.endif.7 = getelementptr i8, ptr %"square", i64 %j.body.if.else.endif.endif.endif.endif.6
  store <8 x float> %j.body.if.else.endif.endif.endif.endif.2, ptr %j.body.if.else.endif.endif.endif.endif.7
  %j.body.if.else.endif.endif.endif.endif.8 = add i64 %"j", 4
  %j.body.if.else.endif.endif.endif.endif.9 = mul i64 %j.body.if.else.endif.endif.endif.endif.8, 32
  %j.body.if.else.endif.endif.endif.endif.10 = getelementptr i8, ptr %"square", i64 %j.body.if.else.endif.endif.endif.endif.9
  store <8 x float> %j.body.if.else.endif.endif.endif.endif.3, ptr %j.body.if.else.endif.endif.endif.endif.10
  %j.body.if.else.endif.endif.endif.endif.11 = add i64 %"j", 8
  %j.body.if.else.endif.endif.endif.endif.12 = mul i64 %j.body.if.else.endif.endif.endif.endif.11, 32
  %j.body.if.else.endif.endif.endif.endif.13 = getelementptr i8, ptr %"square", i64 %j.body.if.else.endif.endif.endif.endif.12
  store <8 x float> %j.body.if.else.endif.endif.endif.endif.4, ptr %j.body.if.else.endif.endif.endif.endif.13
  %j.body.if.else.endif.endif.endif.endif.14 = add i64 %"j", 12
  %j.body.if.else.endif.endif.endif.endif.15 = mul i64 %j.body.if.else.endif.endif.endif.endif.14, 32
  %j.body.if.else.endif.endif.endif.endif.16 = getelementptr i8, ptr %"square", i64 %j.body.if.else.endif.endif.endif.endif.15
  store <8 x float> %j.body.if.else.endif.endif.endif.endif.5, ptr %j.body.if.else.endif.endif.endif.endif.16
  br label %"j.body.if.endif"
i.body:
  %"i" = phi  i64 [0, %"j.done"], [%i.body.22, %"i.body"]
  %i.body.1 = mul i64 %"i", 128
  %i.body.2 = getelementptr i8, ptr %"square", i64 %i.body.1
  %i.body.3 = load <8 x float>, ptr %i.body.2
  %i.body.4 = getelementptr i8, ptr %i.body.2, i64 32
  %i.body.5 = load <8 x float>, ptr %i.body.4
  %i.body.6 = getelementptr i8, ptr %i.body.2, i64 64
  %i.body.7 = load <8 x float>, ptr %i.body.6
  %i.body.8 = getelementptr i8, ptr %i.body.2, i64 96
  %i.body.9 = load <8 x float>, ptr %i.body.8
  %i.body.10 = mul i64 %"i", 4
  %i.body.11 = mul i64 %i.body.10, %"next_product"
  %i.body.12 = getelementptr i8, ptr %tile.body.8, i64 %i.body.11
  %i.body.13 = fsub <8 x float> %i.body.7, %i.body.3
  %i.body.14 = fadd <8 x float> %i.body.7, %i.body.5
  %i.body.15 = fsub <8 x float> %i.body.7, %i.body.5
  %i.body.16 = fsub <8 x float> %i.body.9, %i.body.5
  store <8 x float> %i.body.13, ptr %i.body.12, align 1
  %i.body.17 = getelementptr i8, ptr %i.body.12, i64 %"next_product"
  store <8 x float> %i.body.14, ptr %i.body.17, align 1
  %i.body.18 = mul i64 %"next_product", 2
  %i.body.19 = getelementptr i8, ptr %i.body.12, i64 %i.body.18
  store <8 x float> %i.body.15, ptr %i.body.19, align 1
  %i.body.20 = mul i64 %"next_product", 3
  %i.body.21 = getelementptr i8, ptr %i.body.12, i64 %i.body.20
  store <8 x float> %i.body.16, ptr %i.body.21, align 1
  %"i.next" = add i64 %"i", 1
  %i.body.22 = call i64 @"llvm.expect.i64"(i64 %"i.next", i64 0)
  %i.body.23 = icmp slt i64 %i.body.22, 4
  br i1 %i.body.23, label %"i.body", label %"i.done"
i.done:
  %"tile.next" = add i64 %"tile", 1
  %i.done.1 = call i64 @"llvm.expect.i64"(i64 %"tile.next", i64 0)
  %i.done.2 = icmp slt i64 %i.done.1, %"tiles"
  br i1 %i.done.2, label %"tile.body", label %"tile.done"
}

define internal void @"pack_dy_0"(ptr %"source", ptr %"panel", i64 %"n", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"tiles", i64 %"sn", i64 %"sh", i64 %"sw", i64 %"sc", i64 %"height", i64 %"width", i64 %"next") noinline nounwind
{
entry:
  %entry.1 = mul i64 8, %"sc"
  %entry.2 = icmp slt i64 0, %"n"
  br i1 %entry.2, label %"n.body", label %"n.done"
n.body:
  %"n.1" = phi  i64 [0, %"entry"], [%h.done.1, %"h.done"]
  %n.body.1 = icmp slt i64 %"h0", %"h1"
  br i1 %n.body.1, label %"h.body", label %"h.done"
n.done:
  ret void
h.body:
  %"h" = phi  i64 [%"h0", %"n.body"], [%tile.done.1, %"tile.done"]
  %h.body.1 = mul i64 %"n.1", %"sn"
  %h.body.2 = mul i64 %"h", %"sh"
  %h.body.3 = add i64 %h.body.1, %h.body.2
  %h.body.4 = getelementptr i8, ptr %"source", i64 %h.body.3
  %h.body.5 = mul i64 %"n.1", %"height"
  %h.body.6 = add i64 %h.body.5, %"h"
  %h.body.7 = mul i64 %"width", 32
  %h.body.8 = mul i64 %h.body.6, %h.body.7
  %h.body.9 = getelementptr i8, ptr %"panel", i64 %h.body.8
  %h.body.10 = icmp slt i64 0, %"tiles"
  br i1 %h.body.10, label %"tile.body", label %"tile.done"
h.done:
  %"n.next" = add i64 %"n.1", 1
  %h.done.1 = call i64 @"llvm.expect.i64"(i64 %"n.next", i64 0)
  %h.done.2 = icmp slt i64 %h.done.1, %"n"
  br i1 %h.done.2, label %"n.body", label %"n.done"
tile.body:
  %"tile" = phi  i64 [0, %"h.body"], [%tile.body.endif.1, %"tile.body.endif"]
  %tile.body.1 = mul i64 %"tile", %entry.1
  %tile.body.2 = getelementptr i8, ptr %h.body.4, i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"next"
  %tile.body.4 = getelementptr i8, ptr %h.body.9, i64 %tile.body.3
  %tile.body.5 = sub i64 %"w1", %"w0"
  %tile.body.6 = icmp slt i64 3, %tile.body.5
  br i1 %tile.body.6, label %"tile.body.if", label %"tile.body.else"
tile.done:
  %"h.next" = add i64 %"h", 1
  %tile.done.1 = call i64 @"llvm.expect.i64"(i64 %"h.next", i64 0)
  %tile.done.2 = icmp slt i64 %tile.done.1, %"h1"
  br i1 %tile.done.2, label %"h.body", label %"h.done"
tile.body.if:
  %tile.body.if.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.if.1, label %"w.body", label %"w.done"
tile.body.else:
  %tile.body.else.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.else.1, label %"w.body.1", label %"w.done.1"
tile.body.endif:
  %"tile.next" = add i64 %"tile", 1
  %tile.body.endif.1 = call i64 @"llvm.expect.i64"(i64 %"tile.next", i64 0)
  %tile.body.endif.2 = icmp slt i64 %tile.body.endif.1, %"tiles"
  br i1 %tile.body.endif.2, label %"tile.body", label %"tile.done"
w.body:
  %"w" = phi  i64 [%"w0", %"tile.body.if"], [%w.body.60, %"w.body"]
  %w.body.1 = add i64 %"w1", -4
  %w.body.2 = icmp slt i64 %"w", %w.body.1
  %w.body.3 = select  i1 %w.body.2, i64 %"w", i64 %w.body.1
  %w.body.4 = mul i64 %w.body.3, 4
  %w.body.5 = getelementptr i8, ptr %tile.body.2, i64 %w.body.4
  %w.body.6 = mul i64 %w.body.3, 32
  %w.body.7 = getelementptr i8, ptr %tile.body.4, i64 %w.body.6
  %w.body.8 = load <4 x float>, ptr %w.body.5, align 1
  %w.body.9 = getelementptr i8, ptr %w.body.5, i64 %"sc"
  %w.body.10 = load <4 x float>, ptr %w.body.9, align 1
  %w.body.11 = mul i64 2, %"sc"
  %w.body.12 = getelementptr i8, ptr %w.body.5, i64 %w.body.11
  %w.body.13 = load <4 x float>, ptr %w.body.12, align 1
  %w.body.14 = mul i64 3, %"sc"
  %w.body.15 = getelementptr i8, ptr %w.body.5, i64 %w.body.14
  %w.body.16 = load <4 x float>, ptr %w.body.15, align 1
  %w.body.17 = shufflevector <4 x float> %w.body.8, <4 x float> %w.body.10, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.18 = shufflevector <4 x float> %w.body.8, <4 x float> %w.body.10, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.19 = shufflevector <4 x float> %w.body.13, <4 x float> %w.body.16, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.20 = shufflevector <4 x float> %w.body.13, <4 x float> %w.body.16, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.21 = shufflevector <4 x float> %w.body.17, <4 x float> %w.body.19, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.22 = shufflevector <4 x float> %w.body.17, <4 x float> %w.body.19, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.23 = shufflevector <4 x float> %w.body.18, <4 x float> %w.body.20, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.24 = shufflevector <4 x float> %w.body.18, <4 x float> %w.body.20, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.25 = shufflevector <4 x float> %w.body.21, <4 x float> %w.body.21, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  store <4 x float> %w.body.25, ptr %w.body.7, align 1
  %w.body.26 = shufflevector <4 x float> %w.body.23, <4 x float> %w.body.23, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.27 = getelementptr i8, ptr %w.body.7, i64 32
  store <4 x float> %w.body.26, ptr %w.body.27, align 1
  %w.body.28 = shufflevector <4 x float> %w.body.22, <4 x float> %w.body.22, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.29 = getelementptr i8, ptr %w.body.7, i64 64
  store <4 x float> %w.body.28, ptr %w.body.29, align 1
  %w.body.30 = shufflevector <4 x float> %w.body.24, <4 x float> %w.body.24, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.31 = getelementptr i8, ptr %w.body.7, i64 96
  store <4 x float> %w.body.30, ptr %w.body.31, align 1
  %w.body.32 = mul i64 4, %"sc"
  %w.body.33 = getelementptr i8, ptr %w.body.5, i64 %w.body.32
  %w.body.34 = load <4 x float>, ptr %w.body.33, align 1
  %w.body.35 = mul i64 5, %"sc"
  %w.body.36 = getelementptr i8, ptr %w.body.5, i64 %w.body.35
  %w.body.37 = load <4 x float>, ptr %w.body.36, align 1
  %w.body.38 = mul i64 6, %"sc"
  %w.body.39 = getelementptr i8, ptr %w.body.5, i64 %w.body.38
  %w.body.40 = load <4 x float>, ptr %w.body.39, align 1
  %w.body.41 = mul i64 7, %"sc"
  %w.body.42 = getelementptr i8, ptr %w.body.5, i64 %w.body.41
  %w.body.43 = load <4 x float>, ptr %w.body.42, align 1
  %w.body.44 = shufflevector <4 x float> %w.body.34, <4 x float> %w.body.37, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.45 = shufflevector <4 x float> %w.body.34, <4 x float> %w.body.37, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.46 = shufflevector <4 x float> %w.body.40, <4 x float> %w.body.43, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.47 = shufflevector <4 x float> %w.body.40, <4 x float> %w.body.43, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.48 = shufflevector <4 x float> %w.body.44, <4 x float> %w.body.46, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.49 = shufflevector <4 x float> %w.body.44, <4 x float> %w.body.46, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.50 = shufflevector <4 x float> %w.body.45, <4 x float> %w.body.47, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.51 = shufflevector <4 x float> %w.body.45, <4 x float> %w.body.47, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.52 = shufflevector <4 x float> %w.body.48, <4 x float> %w.body.48, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.53 = getelementptr i8, ptr %w.body.7, i64 16
  store <4 x float> %w.body.52, ptr %w.body.53, align 1
  %w.body.54 = shufflevector <4 x float> %w.body.50, <4 x float> %w.body.50, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.55 = getelementptr i8, ptr %w.body.7, i64 48
  store <4 x float> %w.body.54, ptr %w.body.55, align 1
  %w.body.56 = shufflevector <4 x float> %w.body.49, <4 x float> %w.body.49, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.57 = getelementptr i8, ptr %w.body.7, i64 80
  store <4 x float> %w.body.56, ptr %w.body.57, align 1
  %w.body.58 = shufflevector <4 x float> %w.body.51, <4 x float> %w.body.51, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.59 = getelementptr i8, ptr %w.body.7, i64 112
  store <4 x float> %w.body.58, ptr %w.body.59, align 1
  %"w.next" = add i64 %"w", 4
  %w.body.60 = call i64 @"llvm.expect.i64"(i64 %"w.next", i64 0)
  %w.body.61 = icmp slt i64 %w.body.60, %"w1"
  br i1 %w.body.61, label %"w.body", label %"w.done"
w.done:
  br label %"tile.body.endif"
w.body.1:
  %"w.1" = phi  i64 [%"w0", %"tile.body.else"], [%w.body.1.33, %"w.body.1"]
  %w.body.1.1 = mul i64 %"w.1", %"sw"
  %w.body.1.2 = getelementptr i8, ptr %tile.body.2, i64 %w.body.1.1
  %w.body.1.3 = mul i64 %"w.1", 32
  %w.body.1.4 = getelementptr i8, ptr %tile.body.4, i64 %w.body.1.3
  %w.body.1.5 = load float, ptr %w.body.1.2, align 1
  store float %w.body.1.5, ptr %w.body.1.4, align 1
  %w.body.1.6 = getelementptr i8, ptr %w.body.1.2, i64 %"sc"
  %w.body.1.7 = load float, ptr %w.body.1.6, align 1
  %w.body.1.8 = getelementptr i8, ptr %w.body.1.4, i64 4
  store float %w.body.1.7, ptr %w.body.1.8, align 1
  %w.body.1.9 = mul i64 2, %"sc"
  %w.body.1.10 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.9
  %w.body.1.11 = load float, ptr %w.body.1.10, align 1
  %w.body.1.12 = getelementptr i8, ptr %w.body.1.4, i64 8
  store float %w.body.1.11, ptr %w.body.1.12, align 1
  %w.body.1.13 = mul i64 3, %"sc"
  %w.body.1.14 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.13
  %w.body.1.15 = load float, ptr %w.body.1.14, align 1
  %w.body.1.16 = getelementptr i8, ptr %w.body.1.4, i64 12
  store float %w.body.1.15, ptr %w.body.1.16, align 1
  %w.body.1.17 = mul i64 4, %"sc"
  %w.body.1.18 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.17
  %w.body.1.19 = load float, ptr %w.body.1.18, align 1
  %w.body.1.20 = getelementptr i8, ptr %w.body.1.4, i64 16
  store float %w.body.1.19, ptr %w.body.1.20, align 1
  %w.body.1.21 = mul i64 5, %"sc"
  %w.body.1.22 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.21
  %w.body.1.23 = load float, ptr %w.body.1.22, align 1
  %w.body.1.24 = getelementptr i8, ptr %w.body.1.4, i64 20
  store float %w.body.1.23, ptr %w.body.1.24, align 1
  %w.body.1.25 = mul i64 6, %"sc"
  %w.body.1.26 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.25
  %w.body.1.27 = load float, ptr %w.body.1.26, align 1
  %w.body.1.28 = getelementptr i8, ptr %w.body.1.4, i64 24
  store float %w.body.1.27, ptr %w.body.1.28, align 1
  %w.body.1.29 = mul i64 7, %"sc"
  %w.body.1.30 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.29
  %w.body.1.31 = load float, ptr %w.body.1.30, align 1
  %w.body.1.32 = getelementptr i8, ptr %w.body.1.4, i64 28
  store float %w.body.1.31, ptr %w.body.1.32, align 1
  %"w.next.1" = add i64 %"w.1", 1
  %w.body.1.33 = call i64 @"llvm.expect.i64"(i64 %"w.next.1", i64 0)
  %w.body.1.34 = icmp slt i64 %w.body.1.33, %"w1"
  br i1 %w.body.1.34, label %"w.body.1", label %"w.done.1"
w.done.1:
  br label %"tile.body.endif"
}

define internal void @"pack_dy_1"(ptr %"source", ptr %"panel", i64 %"n", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"tiles", i64 %"sn", i64 %"sh", i64 %"sw", i64 %"sc", i64 %"height", i64 %"width", i64 %"next") noinline nounwind
{
entry:
  %entry.1 = mul i64 8, %"sc"
  %entry.2 = icmp slt i64 0, %"n"
  br i1 %entry.2, label %"n.body", label %"n.done"
n.body:
  %"n.1" = phi  i64 [0, %"entry"], [%h.done.1, %"h.done"]
  %n.body.1 = icmp slt i64 %"h0", %"h1"
  br i1 %n.body.1, label %"h.body", label %"h.done"
n.done:
  ret void
h.body:
  %"h" = phi  i64 [%"h0", %"n.body"], [%tile.done.1, %"tile.done"]
  %h.body.1 = mul i64 %"n.1", %"sn"
  %h.body.2 = mul i64 %"h", %"sh"
  %h.body.3 = add i64 %h.body.1, %h.body.2
  %h.body.4 = getelementptr i8, ptr %"source", i64 %h.body.3
  %h.body.5 = mul i64 %"n.1", %"height"
  %h.body.6 = add i64 %h.body.5, %"h"
  %h.body.7 = mul i64 %"width", 32
  %h.body.8 = mul i64 %h.body.6, %h.body.7
  %h.body.9 = getelementptr i8, ptr %"panel", i64 %h.body.8
  %h.body.10 = icmp slt i64 0, %"tiles"
  br i1 %h.body.10, label %"tile.body", label %"tile.done"
h.done:
  %"n.next" = add i64 %"n.1", 1
  %h.done.1 = call i64 @"llvm.expect.i64"(i64 %"n.next", i64 0)
  %h.done.2 = icmp slt i64 %h.done.1, %"n"
  br i1 %h.done.2, label %"n.body", label %"n.done"
tile.body:
  %"tile" = phi  i64 [0, %"h.body"], [%tile.body.endif.1, %"tile.body.endif"]
  %tile.body.1 = mul i64 %"tile", %entry.1
  %tile.body.2 = getelementptr i8, ptr %h.body.4, i64 %tile.body.1
  %tile.body.3 = mul i64 %"tile", %"next"
  %tile.body.4 = getelementptr i8, ptr %h.body.9, i64 %tile.body.3
  %tile.body.5 = sub i64 %"w1", %"w0"
  %tile.body.6 = icmp slt i64 3, %tile.body.5
  br i1 %tile.body.6, label %"tile.body.if", label %"tile.body.else"
tile.done:
  %"h.next" = add i64 %"h", 1
  %tile.done.1 = call i64 @"llvm.expect.i64"(i64 %"h.next", i64 0)
  %tile.done.2 = icmp slt i64 %tile.done.1, %"h1"
  br i1 %tile.done.2, label %"h.body", label %"h.done"
tile.body.if:
  %tile.body.if.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.if.1, label %"w.body", label %"w.done"
tile.body.else:
  %tile.body.else.1 = icmp slt i64 %"w0", %"w1"
  br i1 %tile.body.else.1, label %"w.body.1", label %"w.done.1"
tile.body.endif:
  %"tile.next" = add i64 %"tile", 1
  %tile.body.endif.1 = call i64 @"llvm.expect.i64"(i64 %"tile.next", i64 0)
  %tile.body.endif.2 = icmp slt i64 %tile.body.endif.1, %"tiles"
  br i1 %tile.body.endif.2, label %"tile.body", label %"tile.done"
w.body:
  %"w" = phi  i64 [%"w0", %"tile.body.if"], [%w.body.60, %"w.body"]
  %w.body.1 = add i64 %"w1", -4
  %w.body.2 = icmp slt i64 %"w", %w.body.1
  %w.body.3 = select  i1 %w.body.2, i64 %"w", i64 %w.body.1
  %w.body.4 = mul i64 %w.body.3, 4
  %w.body.5 = getelementptr i8, ptr %tile.body.2, i64 %w.body.4
  %w.body.6 = mul i64 %w.body.3, 32
  %w.body.7 = getelementptr i8, ptr %tile.body.4, i64 %w.body.6
  %w.body.8 = load <4 x float>, ptr %w.body.5, align 1
  %w.body.9 = getelementptr i8, ptr %w.body.5, i64 %"sc"
  %w.body.10 = load <4 x float>, ptr %w.body.9, align 1
  %w.body.11 = mul i64 2, %"sc"
  %w.body.12 = getelementptr i8, ptr %w.body.5, i64 %w.body.11
  %w.body.13 = load <4 x float>, ptr %w.body.12, align 1
  %w.body.14 = mul i64 3, %"sc"
  %w.body.15 = getelementptr i8, ptr %w.body.5, i64 %w.body.14
  %w.body.16 = load <4 x float>, ptr %w.body.15, align 1
  %w.body.17 = shufflevector <4 x float> %w.body.8, <4 x float> %w.body.10, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.18 = shufflevector <4 x float> %w.body.8, <4 x float> %w.body.10, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.19 = shufflevector <4 x float> %w.body.13, <4 x float> %w.body.16, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.20 = shufflevector <4 x float> %w.body.13, <4 x float> %w.body.16, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.21 = shufflevector <4 x float> %w.body.17, <4 x float> %w.body.19, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.22 = shufflevector <4 x float> %w.body.17, <4 x float> %w.body.19, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.23 = shufflevector <4 x float> %w.body.18, <4 x float> %w.body.20, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.24 = shufflevector <4 x float> %w.body.18, <4 x float> %w.body.20, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.25 = shufflevector <4 x float> %w.body.21, <4 x float> %w.body.21, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  store <4 x float> %w.body.25, ptr %w.body.7, align 1
  %w.body.26 = shufflevector <4 x float> %w.body.23, <4 x float> %w.body.23, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.27 = getelementptr i8, ptr %w.body.7, i64 32
  store <4 x float> %w.body.26, ptr %w.body.27, align 1
  %w.body.28 = shufflevector <4 x float> %w.body.22, <4 x float> %w.body.22, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.29 = getelementptr i8, ptr %w.body.7, i64 64
  store <4 x float> %w.body.28, ptr %w.body.29, align 1
  %w.body.30 = shufflevector <4 x float> %w.body.24, <4 x float> %w.body.24, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.31 = getelementptr i8, ptr %w.body.7, i64 96
  store <4 x float> %w.body.30, ptr %w.body.31, align 1
  %w.body.32 = mul i64 4, %"sc"
  %w.body.33 = getelementptr i8, ptr %w.body.5, i64 %w.body.32
  %w.body.34 = load <4 x float>, ptr %w.body.33, align 1
  %w.body.35 = mul i64 5, %"sc"
  %w.body.36 = getelementptr i8, ptr %w.body.5, i64 %w.body.35
  %w.body.37 = load <4 x float>, ptr %w.body.36, align 1
  %w.body.38 = mul i64 6, %"sc"
  %w.body.39 = getelementptr i8, ptr %w.body.5, i64 %w.body.38
  %w.body.40 = load <4 x float>, ptr %w.body.39, align 1
  %w.body.41 = mul i64 7, %"sc"
  %w.body.42 = getelementptr i8, ptr %w.body.5, i64 %w.body.41
  %w.body.43 = load <4 x float>, ptr %w.body.42, align 1
  %w.body.44 = shufflevector <4 x float> %w.body.34, <4 x float> %w.body.37, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.45 = shufflevector <4 x float> %w.body.34, <4 x float> %w.body.37, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.46 = shufflevector <4 x float> %w.body.40, <4 x float> %w.body.43, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %w.body.47 = shufflevector <4 x float> %w.body.40, <4 x float> %w.body.43, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %w.body.48 = shufflevector <4 x float> %w.body.44, <4 x float> %w.body.46, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.49 = shufflevector <4 x float> %w.body.44, <4 x float> %w.body.46, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.50 = shufflevector <4 x float> %w.body.45, <4 x float> %w.body.47, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %w.body.51 = shufflevector <4 x float> %w.body.45, <4 x float> %w.body.47, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %w.body.52 = shufflevector <4 x float> %w.body.48, <4 x float> %w.body.48, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.53 = getelementptr i8, ptr %w.body.7, i64 16
  store <4 x float> %w.body.52, ptr %w.body.53, align 1
  %w.body.54 = shufflevector <4 x float> %w.body.50, <4 x float> %w.body.50, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.55 = getelementptr i8, ptr %w.body.7, i64 48
  store <4 x float> %w.body.54, ptr %w.body.55, align 1
  %w.body.56 = shufflevector <4 x float> %w.body.49, <4 x float> %w.body.49, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.57 = getelementptr i8, ptr %w.body.7, i64 80
  store <4 x float> %w.body.56, ptr %w.body.57, align 1
  %w.body.58 = shufflevector <4 x float> %w.body.51, <4 x float> %w.body.51, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %w.body.59 = getelementptr i8, ptr %w.body.7, i64 112
  store <4 x float> %w.body.58, ptr %w.body.59, align 1
  %"w.next" = add i64 %"w", 4
  %w.body.60 = call i64 @"llvm.expect.i64"(i64 %"w.next", i64 0)
  %w.body.61 = icmp slt i64 %w.body.60, %"w1"
  br i1 %w.body.61, label %"w.body", label %"w.done"
w.done:
  br label %"tile.body.endif"
w.body.1:
  %"w.1" = phi  i64 [%"w0", %"tile.body.else"], [%w.body.1.33, %"w.body.1"]
  %w.body.1.1 = mul i64 %"w.1", %"sw"
  %w.body.1.2 = getelementptr i8, ptr %tile.body.2, i64 %w.body.1.1
  %w.body.1.3 = mul i64 %"w.1", 32
  %w.body.1.4 = getelementptr i8, ptr %tile.body.4, i64 %w.body.1.3
  %w.body.1.5 = load float, ptr %w.body.1.2, align 1
  store float %w.body.1.5, ptr %w.body.1.4, align 1
  %w.body.1.6 = getelementptr i8, ptr %w.body.1.2, i64 %"sc"
  %w.body.1.7 = load float, ptr %w.body.1.6, align 1
  %w.body.1.8 = getelementptr i8, ptr %w.body.1.4, i64 4
  store float %w.body.1.7, ptr %w.body.1.8, align 1
  %w.body.1.9 = mul i64 2, %"sc"
  %w.body.1.10 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.9
  %w.body.1.11 = load float, ptr %w.body.1.10, align 1
  %w.body.1.12 = getelementptr i8, ptr %w.body.1.4, i64 8
  store float %w.body.1.11, ptr %w.body.1.12, align 1
  %w.body.1.13 = mul i64 3, %"sc"
  %w.body.1.14 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.13
  %w.body.1.15 = load float, ptr %w.body.1.14, align 1
  %w.body.1.16 = getelementptr i8, ptr %w.body.1.4, i64 12
  store float %w.body.1.15, ptr %w.body.1.16, align 1
  %w.body.1.17 = mul i64 4, %"sc"
  %w.body.1.18 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.17
  %w.body.1.19 = load float, ptr %w.body.1.18, align 1
  %w.body.1.20 = getelementptr i8, ptr %w.body.1.4, i64 16
  store float %w.body.1.19, ptr %w.body.1.20, align 1
  %w.body.1.21 = mul i64 5, %"sc"
  %w.body.1.22 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.21
  %w.body.1.23 = load float, ptr %w.body.1.22, align 1
  %w.body.1.24 = getelementptr i8, ptr %w.body.1.4, i64 20
  store float %w.body.1.23, ptr %w.body.1.24, align 1
  %w.body.1.25 = mul i64 6, %"sc"
  %w.body.1.26 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.25
  %w.body.1.27 = load float, ptr %w.body.1.26, align 1
  %w.body.1.28 = getelementptr i8, ptr %w.body.1.4, i64 24
  store float %w.body.1.27, ptr %w.body.1.28, align 1
  %w.body.1.29 = mul i64 7, %"sc"
  %w.body.1.30 = getelementptr i8, ptr %w.body.1.2, i64 %w.body.1.29
  %w.body.1.31 = load float, ptr %w.body.1.30, align 1
  %w.body.1.32 = getelementptr i8, ptr %w.body.1.4, i64 28
  store float %w.body.1.31, ptr %w.body.1.32, align 1
  %"w.next.1" = add i64 %"w.1", 1
  %w.body.1.33 = call i64 @"llvm.expect.i64"(i64 %"w.next.1", i64 0)
  %w.body.1.34 = icmp slt i64 %w.body.1.33, %"w1"
  br i1 %w.body.1.34, label %"w.body.1", label %"w.done.1"
w.done.1:
  br label %"tile.body.endif"
}

define internal void @"transform_dy"(ptr %"source", ptr %"panel", i64 %"tiles", i64 %"vectors", i64 %"next_vector", i64 %"last", i64 %"h0", i64 %"h1", i64 %"w0", i64 %"w1", i64 %"sh", i64 %"sw", i64 %"next_panel", i64 %"next_product") noinline nounwind
{
entry:
  %"square" = alloca [8 x <8 x float>]
  %entry.1 = icmp sle i64 %"h0", 0
  %entry.2 = icmp sge i64 %"h1", 2
  %entry.3 = and i1 %entry.1, %entry.2
  %entry.4 = icmp slt i64 0, %"vectors"
  br i1 %entry.4, label %"vector.body", label %"vector.done"
vector.body:
  %"vector" = phi  i64 [0, %"entry"], [%tile.done.1, %"tile.done"]
  %vector.body.1 = icmp slt i64 0, %"tiles"
  br i1 %vector.body.1, label %"tile.body", label %"tile.done"
vector.done:
  ret void
tile.body:
  %"tile" = phi  i64 [0, %"vector.body"], [%i.done.1, %"i.done"]
  %tile.body.1 = mul i64 %"vector", %"next_vector"
  %tile.body.2 = icmp slt i64 %tile.body.1, %"last"
  %tile.body.3 = select  i1 %tile.body.2, i64 %tile.body.1, i64 %"last"
  %tile.body.4 = getelementptr i8, ptr %"source", i64 %tile.body.3
  %tile.body.5 = mul i64 %"vector", %"next_panel"
  %tile.body.6 = mul i64 %"tile", 32
  %tile.body.7 = add i64 %tile.body.5, %tile.body.6
  %tile.body.8 = getelementptr i8, ptr %"panel", i64 %tile.body.7
  %tile.body.9 = icmp slt i64 0, 2
  br i1 %tile.body.9, label %"j.body", label %"j.done"
tile.done:
  %"vector.next" = add i64 %"vector", 1
  %tile.done.1 = call i64 @"llvm.expect.i64"(i64 %"vector.next", i64 0)
  %tile.done.2 = icmp slt i64 %tile.done.1, %"vectors"
  br i1 %tile.done.2, label %"vector.body", label %"vector.done"
j.body:
  %"j" = phi  i64 [0, %"tile.body"], [%j.body.endif.1, %"j.body.endif"]
  %j.body.1 = mul i64 %"tile", 2
  %j.body.2 = add i64 %j.body.1, %"j"
  %j.body.3 = icmp sge i64 %j.body.2, %"w0"
  %j.body.4 = icmp slt i64 %j.body.2, %"w1"
  %j.body.5 = and i1 %j.body.3, %j.body.4
  %j.body.6 = mul i64 %j.body.2, %"sw"
  %j.body.7 = getelementptr i8, ptr %tile.body.4, i64 %j.body.6
  br i1 %j.body.5, label %"j.body.if", label %"j.body.else"
j.done:
  %j.done.1 = icmp slt i64 0, 4
  br i1 %j.done.1, label %"i.body", label %"i.done"
j.body.if:
  br i1 %entry.3, label %"j.body.if.if", label %"j.body.if.else"
j.body.else:
  %j.body.else.1 = mul i64 %"j", 32
  %j.body.else.2 = getelementptr i8, ptr %"square", i64 %j.body.else.1
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %j.body.else.2
  %j.body.else.3 = add i64 %"j", 2
  %j.body.else.4 = mul i64 %j.body.else.3, 32
  %j.body.else.5 = getelementptr i8, ptr %"square", i64 %j.body.else.4
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %j.body.else.5
  %j.body.else.6 = add i64 %"j", 4
  %j.body.else.7 = mul i64 %j.body.else.6, 32
  %j.body.else.8 = getelementptr i8, ptr %"square", i64 %j.body.else.7
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %j.body.else.8
  %j.body.else.9 = add i64 %"j", 6
  %j.body.else.10 = mul i64 %j.body.else.9, 32
  %j.body.else.11 = getelementptr i8, ptr %"square", i64 %j.body.else.10
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %j.body.else.11
  br label %"j.body.endif"
j.body.endif:
  %"j.next" = add i64 %"j", 1
  %j.body.endif.1 = call i64 @"llvm.expect.i64"(i64 %"j.next", i64 0)
  %j.body.endif.2 = icmp slt i64 %j.body.endif.1, 2
  br i1 %j.body.endif.2, label %"j.body", label %"j.done"
j.body.if.if:
  %j.body.if.if.1 = load <8 x float>, ptr %j.body.7, align 1
  %j.body.if.if.2 = getelementptr i8, ptr %j.body.7, i64 %"sh"
  %j.body.if.if.3 = load <8 x float>, ptr %j.body.if.if.2, align 1
  %j.body.if.if.4 = fadd <8 x float> %j.body.if.if.1, %j.body.if.if.3
  %j.body.if.if.5 = fsub <8 x float> %j.body.if.if.1, %j.body.if.if.3
  %j.body.if.if.6 = mul i64 %"j", 32
  %j.body.if.if.7 = getelementptr i8, ptr %"square", i64 %j.body.if.if.6
  store <8 x float> %j.body.if.if.1, ptr %j.body.if.if.7
  %j.body.if.if.8 = add i64 %"j", 2
  %j.body.if.if.9 = mul i64 %j.body.if.if.8, 32
  %j.body.if.if.10 = getelementptr i8, ptr %"square", i64 %j.body.if.if.9
  store <8 x float> %j.body.if.if.4, ptr %j.body.if.if.10
  %j.body.if.if.11 = add i64 %"j", 4
  %j.body.if.if.12 = mul i64 %j.body.if.if.11, 32
  %j.body.if.if.13 = getelementptr i8, ptr %"square", i64 %j.body.if.if.12
  store <8 x float> %j.body.if.if.5, ptr %j.body.if.if.13
  %j.body.if.if.14 = add i64 %"j", 6
  %j.body.if.if.15 = mul i64 %j.body.if.if.14, 32
  %j.body.if.if.16 = getelementptr i8, ptr %"square", i64 %j.body.if.if.15
  store <8 x float> %j.body.if.if.3, ptr %j.body.if.if.16
  br label %"j.body.if.endif"
j.body.if.else:
  %j.body.if.else.1 = icmp sge i64 0, %"h0"
  %j.body.if.else.2 = icmp slt i64 0, %"h1"
  %j.body.if.else.3 = and i1 %j.body.if.else.1, %j.body.if.else.2
  br i1 %j.body.if.else.3, label %"j.body.if.else.if", label %"j.body.if.else.endif"
j.body.if.endif:
  br label %"j.body.endif"
j.body.if.else.if:
  %j.body.if.else.if.1 = load <8 x float>, ptr %j.body.7, align 1
  br label %"j.body.if.else.endif"
j.body.if.else.endif:
  %j.body.if.else.endif.1 = phi  <8 x float> [<float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, %"j.body.if.else"], [%j.body.if.else.if.1, %"j.body.if.else.if"]
  %j.body.if.else.endif.2 = icmp sge i64 1, %"h0"
  %j.body.if.else.endif.3 = icmp slt i64 1, %"h1"
  %j.body.if.else.endif.4 = and i1 %j.body.if.else.endif.2, %j.body.if.else.endif.3
  br i1 %j.body.if.else.endif.4, label %"j.body.if.else.endif.if", label %"j.body.if.else.endif.endif"
j.body.if.else.endif.if:
  %j.body.if.else.endif.if.1 = getelementptr i8, ptr %j.body.7, i64 %"sh"
  %j.body.if.else.endif.if.2 = load <8 x float>, ptr %j.body.if.else.endif.if.1, align 1
  br label %"j.body.if.else.endif.endif"
j.body.if.else.endif.endif:
  %j.body.if.else.endif.endif.1 = phi  <8 x float> [<float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, %"j.body.if.else.endif"], [%j.body.if.else.endif.if.2, %"j.body.if.else.endif.if"]
  %j.body.if.else.endif.endif.2 = fadd <8 x float> %j.body.if.else.endif.1, %j.body.if.else.endif.endif.1
  %j.body.if.else.endif.endif.3 = fsub <8 x float> %j.body.if.else.endif.1, %j.body.if.else.endif.endif.1
  %j.body.if.else.endif.endif.4 = mul i64 %"j", 32
  %j.body.if.else.endif.endif.5 = getelementptr i8, ptr %"square", i64 %j.body.if.else.endif.endif.4
  store <8 x float> %j.body.if.else.endif.1, ptr %j.body.if.else.endif.endif.5
  %j.body.if.else.endif.endif.6 = add i64 %"j", 2
  %j.body.if.else.endif.endif.7 = mul i64 %j.body.if.else.endif.endif.6, 32
  %j.body.if.else.endif.endif.8 = getelementptr i8, ptr %"square", i64 %j.body.if.else.endif.endif.7
  store <8 x float> %j.body.if.else.endif.endif.2, ptr %j.body.if.else.endif.endif.8
  %j.body.if.else.endif.endif.9 = add i64 %"j", 4
  %j.body.if.else.endif.endif.10 = mul i64 %j.body.if.else.endif.endif.9, 32
  %j.body.if.else.endif.endif.11 = getelementptr i8, ptr %"square", i64 %j.body.if.else.endif.endif.10
  store <8 x float> %j.body.if.else.endif.endif.3, ptr %j.body.if.else.endif.endif.11
  %j.body.if.else.endif.endif.12 = add i64 %"j", 6
  %j.body.if.else.endif.endif.13 = mul i64 %j.body.if.else.endif.endif.12, 32
  %j.body.if.else.endif.endif.14 = getelementptr i8, ptr %"square", i64 %j.body.if.else.endif.endif.13
  store <8 x float> %j.body.if.else.endif.endif.1, ptr %j.body.if.else.endif.endif.14
  br label %"j.body.if.endif"
i.body:
  %"i" = phi  i64 [0, %"j.done"], [%i.body.16, %"i.body"]
  %i.body.1 = mul i64 %"i", 64
  %i.body.2 = getelementptr i8, ptr %"square", i64 %i.body.1
  %i.body.3 = load <8 x float>, ptr %i.body.2
  %i.body.4 = getelementptr i8, ptr %i.body.2, i64 32
  %i.body.5 = load <8 x float>, ptr %i.body.4
  %i.body.6 = mul i64 %"i", 4
  %i.body.7 = mul i64 %i.body.6, %"next_product"
  %i.body.8 = getelementptr i8, ptr %tile.body.8, i64 %i.body.7
  %i.body.9 = fadd <8 x float> %i.body.3, %i.body.5
  %i.body.10 = fsub <8 x float> %i.body.3, %i.body.5
  store <8 x float> %i.body.3, ptr %i.body.8, align 1
  %i.body.11 = getelementptr i8, ptr %i.body.8, i64 %"next_product"
  store <8 x float> %i.body.9, ptr %i.body.11, align 1
  %i.body.12 = mul i64 %"next_product", 2
  %i.body.13 = getelementptr i8, ptr %i.body.8, i64 %i.body.12
  store <8 x float> %i.body.10, ptr %i.body.13, align 1
  %i.body.14 = mul i64 %"next_product", 3
  %i.body.15 = getelementptr i8, ptr %i.body.8, i64 %i.body.14
  store <8 x float> %i.body.5, ptr %i.body.15, align 1
  %"i.next" = add i64 %"i", 1
  %i.body.16 = call i64 @"llvm.expect.i64"(i64 %"i.next", i64 0)
  %i.body.17 = icmp slt i64 %i.body.16, 4
  br i1 %i.body.17, label %"i.body", label %"i.done"
i.done:
  %"tile.next" = add i64 %"tile", 1
  %i.done.1 = call i64 @"llvm.expect.i64"(i64 %"tile.next", i64 0)
  %i.done.2 = icmp slt i64 %i.done.1, %"tiles"
  br i1 %i.done.2, label %"tile.body", label %"tile.done"
}

define internal void @"transform_dw"(ptr %"sums", ptr %"dw", i64 %"channels", i64 %"vectors", i64 %"last", i64 %"next_product", i64 %"next_channel") noinline nounwind
{
entry:
  %"square" = alloca [12 x <8 x float>]
  %entry.1 = icmp slt i64 0, %"channels"
  br i1 %entry.1, label %"c.body", label %"c.done"
c.body:
  %"c" = phi  i64 [0, %"entry"], [%vector.done.1, %"vector.done"]
  %c.body.1 = icmp slt i64 0, %"vectors"
  br i1 %c.body.1, label %"vector.body", label %"vector.done"
c.done:
  ret void
vector.body:
  %"vector" = phi  i64 [0, %"c.body"], [%i.done.1, %"i.done"]
  %vector.body.1 = mul i64 %"c", %"next_channel"
  %vector.body.2 = mul i64 %"vector", 32
  %vector.body.3 = add i64 %vector.body.1, %vector.body.2
  %vector.body.4 = getelementptr i8, ptr %"sums", i64 %vector.body.3
  %vector.body.5 = mul i64 %"vector", 8
  %vector.body.6 = icmp slt i64 %vector.body.5, %"last"
  %vector.body.7 = select  i1 %vector.body.6, i64 %vector.body.5, i64 %"last"
  %vector.body.8 = mul i64 %"c", 48
  %vector.body.9 = mul i64 %vector.body.7, 4
  %vector.body.10 = add i64 %vector.body.8, %vector.body.9
  %vector.body.11 = getelementptr i8, ptr %"dw", i64 %vector.body.10
  %vector.body.12 = icmp slt i64 0, 4
  br i1 %vector.body.12, label %"j.body", label %"j.done"
vector.done:
  %"c.next" = add i64 %"c", 1
  %vector.done.1 = call i64 @"llvm.expect.i64"(i64 %"c.next", i64 0)
  %vector.done.2 = icmp slt i64 %vector.done.1, %"channels"
  br i1 %vector.done.2, label %"c.body", label %"c.done"
j.body:
  %"j" = phi  i64 [0, %"vector.body"], [%j.body.28, %"j.body"]
  %j.body.1 = mul i64 %"j", %"next_product"
  %j.body.2 = getelementptr i8, ptr %vector.body.4, i64 %j.body.1
  %j.body.3 = mul i64 %"next_product", 4
  %j.body.4 = load <8 x float>, ptr %j.body.2
  %j.body.5 = getelementptr i8, ptr %j.body.2, i64 %j.body.3
  %j.body.6 = load <8 x float>, ptr %j.body.5
  %j.body.7 = mul i64 %j.body.3, 2
  %j.body.8 = getelementptr i8, ptr %j.body.2, i64 %j.body.7
  %j.body.9 = load <8 x float>, ptr %j.body.8
  %j.body.10 = mul i64 %j.body.3, 3
  %j.body.11 = getelementptr i8, ptr %j.body.2, i64 %j.body.10
  %j.body.12 = load <8 x float>, ptr %j.body.11
  %j.body.13 = fmul <8 x float> %j.body.4, <float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000>
  %j.body.14 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %j.body.6, <8 x float> <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>, <8 x float> %j.body.13)
  %j.body.15 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %j.body.9, <8 x float> <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>, <8 x float> %j.body.14)
  %j.body.16 = fmul <8 x float> %j.body.6, <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>
  %j.body.17 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %j.body.9, <8 x float> <float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000>, <8 x float> %j.body.16)
  %j.body.18 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %j.body.6, <8 x float> <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>, <8 x float> %j.body.12)
  %j.body.19 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %j.body.9, <8 x float> <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>, <8 x float> %j.body.18)
  %j.body.20 = mul i64 %"j", 32
  %j.body.21 = getelementptr i8, ptr %"square", i64 %j.body.20
  store <8 x float> %j.body.15, ptr %j.body.21
  %j.body.22 = add i64 %"j", 4
  %j.body.23 = mul i64 %j.body.22, 32
  %j.body.24 = getelementptr i8, ptr %"square", i64 %j.body.23
  store <8 x float> %j.body.17, ptr %j.body.24
  %j.body.25 = add i64 %"j", 8
  %j.body.26 = mul i64 %j.body.25, 32
  %j.body.27 = getelementptr i8, ptr %"square", i64 %j.body.26
  store <8 x float> %j.body.19, ptr %j.body.27
  %"j.next" = add i64 %"j", 1
  %j.body.28 = call i64 @"llvm.expect.i64"(i64 %"j.next", i64 0)
  %j.body.29 = icmp slt i64 %j.body.28, 4
  br i1 %j.body.29, label %"j.body", label %"j.done"
j.done:
  %j.done.1 = icmp slt i64 0, 3
  br i1 %j.done.1, label %"i.body", label %"i.done"
i.body:
  %"i" = phi  i64 [0, %"j.done"], [%i.body.25, %"i.body"]
  %i.body.1 = mul i64 %"i", 128
  %i.body.2 = getelementptr i8, ptr %"square", i64 %i.body.1
  %i.body.3 = load <8 x float>, ptr %i.body.2
  %i.body.4 = getelementptr i8, ptr %i.body.2, i64 32
  %i.body.5 = load <8 x float>, ptr %i.body.4
  %i.body.6 = getelementptr i8, ptr %i.body.2, i64 64
  %i.body.7 = load <8 x float>, ptr %i.body.6
  %i.body.8 = getelementptr i8, ptr %i.body.2, i64 96
  %i.body.9 = load <8 x float>, ptr %i.body.8
  %i.body.10 = fmul <8 x float> %i.body.3, <float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000, float 0xbff0000000000000>
  %i.body.11 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %i.body.5, <8 x float> <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>, <8 x float> %i.body.10)
  %i.body.12 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %i.body.7, <8 x float> <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>, <8 x float> %i.body.11)
  %i.body.13 = fmul <8 x float> %i.body.5, <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>
  %i.body.14 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %i.body.7, <8 x float> <float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000, float 0xbfe0000000000000>, <8 x float> %i.body.13)
  %i.body.15 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %i.body.5, <8 x float> <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>, <8 x float> %i.body.9)
  %i.body.16 = call <8 x float> @"llvm.fma.v8f32"(<8 x float> %i.body.7, <8 x float> <float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000, float 0x3fe0000000000000>, <8 x float> %i.body.15)
  %i.body.17 = mul i64 %"i", 1152
  %i.body.18 = getelementptr i8, ptr %vector.body.11, i64 %i.body.17
  store <8 x float> %i.body.12, ptr %i.body.18, align 1
  %i.body.19 = mul i64 %"i", 1152
  %i.body.20 = add i64 %i.body.19, 384
  %i.body.21 = getelementptr i8, ptr %vector.body.11, i64 %i.body.20
  store <8 x float> %i.body.14, ptr %i.body.21, align 1
  %i.body.22 = mul i64 %"i", 1152
  %i.body.23 = add i64 %i.body.22, 768
  %i.body.24 = getelementptr i8, ptr %vector.body.11, i64 %i.body.23
  store <8 x float> %i.body.16, ptr %i.body.24, align 1
  %"i.next" = add i64 %"i", 1
  %i.body.25 = call i64 @"llvm.expect.i64"(i64 %"i.next", i64 0)
  %i.body.26 = icmp slt i64 %i.body.25, 3
  br i1 %i.body.26, label %"i.body", label %"i.done"
i.done:
  %"vector.next" = add i64 %"vector", 1
  %i.done.1 = call i64 @"llvm.expect.i64"(i64 %"vector.next", i64 0)
  %i.done.2 = icmp slt i64 %i.done.1, %"vectors"
  br i1 %i.done.2, label %"vector.body", label %"vector.done"
}

define void @"main"(ptr %"args", i64 %"task", i64 %"slot", i64 %"more") noinline nounwind optnone
{
entry:
  %"x" = load ptr, ptr %"args", align 1
  %entry.1 = getelementptr i8, ptr %"args", i64 8
  %"dy" = load ptr, ptr %entry.1, align 1
  %entry.2 = getelementptr i8, ptr %"args", i64 16
  %"out" = load ptr, ptr %entry.2, align 1
  %entry.3 = getelementptr i8, ptr %"args", i64 24
  %"partial" = load ptr, ptr %entry.3, align 1
  %entry.4 = getelementptr i8, ptr %"args", i64 32
  %"panels" = load ptr, ptr %entry.4, align 1
  %entry.5 = getelementptr i8, ptr %"args", i64 40
  %"xn" = load i64, ptr %entry.5, align 1
  %entry.6 = getelementptr i8, ptr %"args", i64 48
  %"xh" = load i64, ptr %entry.6, align 1
  %entry.7 = getelementptr i8, ptr %"args", i64 56
  %"xw" = load i64, ptr %entry.7, align 1
  %entry.8 = getelementptr i8, ptr %"args", i64 64
  %"xc" = load i64, ptr %entry.8, align 1
  %entry.9 = getelementptr i8, ptr %"args", i64 72
  %"dyn" = load i64, ptr %entry.9, align 1
  %entry.10 = getelementptr i8, ptr %"args", i64 80
  %"dyp" = load i64, ptr %entry.10, align 1
  %entry.11 = getelementptr i8, ptr %"args", i64 88
  %"dyq" = load i64, ptr %entry.11, align 1
  %entry.12 = getelementptr i8, ptr %"args", i64 96
  %"dyk" = load i64, ptr %entry.12, align 1
  %entry.13 = getelementptr i8, ptr %"args", i64 104
  %"old" = load ptr, ptr %entry.13, align 1
  %entry.14 = getelementptr i8, ptr %"args", i64 112
  %"panel_bytes" = load i64, ptr %entry.14, align 1
  %entry.15 = getelementptr i8, ptr %"args", i64 120
  %"sizes" = load ptr, ptr %entry.15, align 1
  %"p" = load i64, ptr %"sizes", align 1
  %entry.16 = getelementptr i8, ptr %"sizes", i64 8
  %"q" = load i64, ptr %entry.16, align 1
  %entry.17 = getelementptr i8, ptr %"sizes", i64 16
  %"top" = load i64, ptr %entry.17, align 1
  %entry.18 = getelementptr i8, ptr %"sizes", i64 24
  %"left" = load i64, ptr %entry.18, align 1
  %entry.19 = getelementptr i8, ptr %"sizes", i64 32
  %"h" = load i64, ptr %entry.19, align 1
  %entry.20 = getelementptr i8, ptr %"sizes", i64 40
  %"w" = load i64, ptr %entry.20, align 1
  %entry.21 = getelementptr i8, ptr %"sizes", i64 48
  %"seen.h" = load i64, ptr %entry.21, align 1
  %entry.22 = getelementptr i8, ptr %"sizes", i64 56
  %"seen.w" = load i64, ptr %entry.22, align 1
  %entry.23 = getelementptr i8, ptr %"sizes", i64 64
  %"grid.h" = load i64, ptr %entry.23, align 1
  %entry.24 = getelementptr i8, ptr %"sizes", i64 72
  %"grid.w" = load i64, ptr %entry.24, align 1
  %entry.25 = getelementptr i8, ptr %"sizes", i64 80
  %"split" = load i64, ptr %entry.25, align 1
  %entry.26 = getelementptr i8, ptr %"sizes", i64 88
  %"strips" = load i64, ptr %entry.26, align 1
  %entry.27 = getelementptr i8, ptr %"sizes", i64 96
  %"strips.all" = load i64, ptr %entry.27, align 1
  %entry.28 = getelementptr i8, ptr %"sizes", i64 104
  %"chunks" = load i64, ptr %entry.28, align 1
  %entry.29 = getelementptr i8, ptr %"sizes", i64 112
  %"panel" = load i64, ptr %entry.29, align 1
  %entry.30 = getelementptr i8, ptr %"sizes", i64 120
  %"sums" = load i64, ptr %entry.30, align 1
  %entry.31 = getelementptr i8, ptr %"sizes", i64 128
  %"block" = load i64, ptr %entry.31, align 1
  %entry.32 = getelementptr i8, ptr %"sizes", i64 136
  %"product.x" = load i64, ptr %entry.32, align 1
  %entry.33 = getelementptr i8, ptr %"sizes", i64 144
  %"product.dy" = load i64, ptr %entry.33, align 1
  %entry.34 = getelementptr i8, ptr %"sizes", i64 152
  %"bytes.x" = load i64, ptr %entry.34, align 1
  %entry.35 = getelementptr i8, ptr %"sizes", i64 160
  %"bytes.dy" = load i64, ptr %entry.35, align 1
  %entry.36 = getelementptr i8, ptr %"sizes", i64 168
  %"bytes.sums" = load i64, ptr %entry.36, align 1
  %entry.37 = getelementptr i8, ptr %"sizes", i64 176
  %"pack_x.height" = load i64, ptr %entry.37, align 1
  %entry.38 = getelementptr i8, ptr %"sizes", i64 184
  %"pack_x.width" = load i64, ptr %entry.38, align 1
  %entry.39 = getelementptr i8, ptr %"sizes", i64 192
  %"pack_x.start0" = load i64, ptr %entry.39, align 1
  %entry.40 = getelementptr i8, ptr %"sizes", i64 200
  %"pack_x.stride0" = load i64, ptr %entry.40, align 1
  %entry.41 = getelementptr i8, ptr %"sizes", i64 208
  %"next.x.lines" = load i64, ptr %entry.41, align 1
  %entry.42 = getelementptr i8, ptr %"sizes", i64 216
  %"next.x.share" = load i64, ptr %entry.42, align 1
  %entry.43 = getelementptr i8, ptr %"sizes", i64 224
  %"pack_dy.height" = load i64, ptr %entry.43, align 1
  %entry.44 = getelementptr i8, ptr %"sizes", i64 232
  %"pack_dy.width" = load i64, ptr %entry.44, align 1
  %entry.45 = getelementptr i8, ptr %"sizes", i64 240
  %"pack_dy.start0" = load i64, ptr %entry.45, align 1
  %entry.46 = getelementptr i8, ptr %"sizes", i64 248
  %"pack_dy.stride0" = load i64, ptr %entry.46, align 1
  %entry.47 = getelementptr i8, ptr %"sizes", i64 256
  %"pack_dy.start1" = load i64, ptr %entry.47, align 1
  %entry.48 = getelementptr i8, ptr %"sizes", i64 264
  %"pack_dy.stride1" = load i64, ptr %entry.48, align 1
  %entry.49 = getelementptr i8, ptr %"sizes", i64 272
  %"next.dy.lines" = load i64, ptr %entry.49, align 1
  %entry.50 = getelementptr i8, ptr %"sizes", i64 280
  %"next.dy.share" = load i64, ptr %entry.50, align 1
  %entry.51 = mul i64 %"slot", %"panel_bytes"
  %entry.52 = getelementptr i8, ptr %"panels", i64 %entry.51
  %entry.53 = getelementptr i8, ptr %entry.52, i64 %"bytes.x"
  %entry.54 = getelementptr i8, ptr %entry.53, i64 %"bytes.dy"
  %entry.55 = getelementptr i8, ptr %entry.54, i64 %"bytes.sums"
  %entry.56 = mul i64 %"task", %"chunks"
  %entry.57 = udiv i64 %entry.56, %"split"
  %entry.58 = mul i64 %entry.57, %"split"
  %entry.59 = sub i64 %entry.56, %entry.58
  %entry.60 = add i64 %"task", 1
  %entry.61 = mul i64 %entry.60, %"chunks"
  %entry.62 = udiv i64 %entry.61, %"split"
  %entry.63 = mul i64 %entry.62, %"split"
  %entry.64 = sub i64 %entry.61, %entry.63
  %entry.65 = alloca ptr
  %entry.66 = alloca i64
  %entry.67 = alloca ptr
  %entry.68 = alloca i64
  %entry.69 = icmp slt i64 %entry.57, %entry.62
  br i1 %entry.69, label %"chunk.body", label %"chunk.done"
chunk.body:
  %"chunk" = phi  i64 [%entry.57, %"entry"], [%strip.done.endif.1, %"strip.done.endif"]
  %chunk.body.1 = icmp eq i64 %"chunk", %entry.57
  %chunk.body.2 = mul i64 %"chunk", %"strips"
  %chunk.body.3 = add i64 %chunk.body.2, %"strips"
  %chunk.body.4 = icmp slt i64 %chunk.body.3, %"strips.all"
  %chunk.body.5 = select  i1 %chunk.body.4, i64 %chunk.body.3, i64 %"strips.all"
  %chunk.body.6 = icmp slt i64 %chunk.body.2, %chunk.body.5
  br i1 %chunk.body.6, label %"strip.body", label %"strip.done"
chunk.done:
  call void @"transform_dw"(ptr %entry.54, ptr %"out", i64 8, i64 2, i64 4, i64 %"sums", i64 64)
  ret void
strip.body:
  %"strip" = phi  i64 [%chunk.body.2, %"chunk.body"], [%strip.body.91, %"strip.body"]
  %strip.body.1 = sub i64 %"strip", %chunk.body.2
  %strip.body.2 = udiv i64 %"strip", %"grid.h"
  %strip.body.3 = mul i64 %strip.body.2, %"grid.h"
  %strip.body.4 = sub i64 %"strip", %strip.body.3
  %strip.body.5 = mul i64 %strip.body.1, %"grid.w"
  %strip.body.6 = mul i64 %strip.body.4, 2
  %strip.body.7 = mul i64 %"top", -1
  %strip.body.8 = add i64 %strip.body.6, %strip.body.7
  %strip.body.9 = sub i64 0, %strip.body.8
  %strip.body.10 = icmp sgt i64 0, %strip.body.9
  %strip.body.11 = select  i1 %strip.body.10, i64 0, i64 %strip.body.9
  %strip.body.12 = add i64 %"seen.h", -1
  %strip.body.13 = sub i64 %strip.body.12, %strip.body.8
  %strip.body.14 = add i64 %strip.body.13, 1
  %strip.body.15 = mul i64 %"left", -1
  %strip.body.16 = sub i64 0, %strip.body.15
  %strip.body.17 = icmp sgt i64 0, %strip.body.16
  %strip.body.18 = select  i1 %strip.body.17, i64 0, i64 %strip.body.16
  %strip.body.19 = add i64 %"seen.w", -1
  %strip.body.20 = sub i64 %strip.body.19, %strip.body.15
  %strip.body.21 = add i64 %strip.body.20, 1
  %strip.body.22 = mul i64 %strip.body.2, %"xn"
  %strip.body.23 = mul i64 %strip.body.8, %"xh"
  %strip.body.24 = add i64 %strip.body.22, %strip.body.23
  %strip.body.25 = mul i64 %"xc", 8
  %strip.body.26 = mul i64 %strip.body.15, %"xw"
  %strip.body.27 = add i64 %strip.body.24, %strip.body.26
  %strip.body.28 = getelementptr i8, ptr %"x", i64 %strip.body.27
  %strip.body.29 = icmp slt i64 %strip.body.11, 4
  %strip.body.30 = select  i1 %strip.body.29, i64 %strip.body.11, i64 4
  %strip.body.31 = icmp slt i64 %strip.body.14, 4
  %strip.body.32 = select  i1 %strip.body.31, i64 %strip.body.14, i64 4
  %strip.body.33 = icmp sgt i64 0, %strip.body.32
  %strip.body.34 = select  i1 %strip.body.33, i64 0, i64 %strip.body.32
  %strip.body.35 = icmp slt i64 %strip.body.18, %"pack_x.width"
  %strip.body.36 = select  i1 %strip.body.35, i64 %strip.body.18, i64 %"pack_x.width"
  %strip.body.37 = icmp slt i64 %strip.body.21, %"pack_x.width"
  %strip.body.38 = select  i1 %strip.body.37, i64 %strip.body.21, i64 %"pack_x.width"
  %strip.body.39 = icmp sgt i64 0, %strip.body.38
  %strip.body.40 = select  i1 %strip.body.39, i64 0, i64 %strip.body.38
  call void @"pack_x_0"(ptr %strip.body.28, ptr %entry.55, i64 1, i64 %strip.body.30, i64 %strip.body.34, i64 %strip.body.36, i64 %strip.body.40, i64 1, i64 %"xn", i64 %"xh", i64 %"xw", i64 %"xc", i64 4, i64 %"pack_x.width", i64 %"pack_x.stride0")
  %strip.body.41 = mul i64 %"pack_x.width", 32
  %strip.body.42 = mul i64 %strip.body.5, 32
  %strip.body.43 = getelementptr i8, ptr %entry.52, i64 %strip.body.42
  call void @"transform_x"(ptr %entry.55, ptr %strip.body.43, i64 %"grid.w", i64 1, i64 %"pack_x.stride0", i64 %"pack_x.stride0", i64 %strip.body.11, i64 %strip.body.14, i64 %strip.body.18, i64 %strip.body.21, i64 %strip.body.41, i64 32, i64 %"panel", i64 %"product.x")
  %strip.body.44 = mul i64 %strip.body.4, 2
  %strip.body.45 = sub i64 0, %strip.body.44
  %strip.body.46 = icmp sgt i64 0, %strip.body.45
  %strip.body.47 = select  i1 %strip.body.46, i64 0, i64 %strip.body.45
  %strip.body.48 = add i64 %"p", -1
  %strip.body.49 = sub i64 %strip.body.48, %strip.body.44
  %strip.body.50 = add i64 %strip.body.49, 1
  %strip.body.51 = add i64 %"q", -1
  %strip.body.52 = add i64 %strip.body.51, 1
  %strip.body.53 = mul i64 %strip.body.2, %"dyn"
  %strip.body.54 = mul i64 %strip.body.44, %"dyp"
  %strip.body.55 = add i64 %strip.body.53, %strip.body.54
  %strip.body.56 = mul i64 %"dyk", 12
  %strip.body.57 = getelementptr i8, ptr %"dy", i64 %strip.body.55
  %strip.body.58 = icmp slt i64 %strip.body.47, 2
  %strip.body.59 = select  i1 %strip.body.58, i64 %strip.body.47, i64 2
  %strip.body.60 = icmp slt i64 %strip.body.50, 2
  %strip.body.61 = select  i1 %strip.body.60, i64 %strip.body.50, i64 2
  %strip.body.62 = icmp sgt i64 0, %strip.body.61
  %strip.body.63 = select  i1 %strip.body.62, i64 0, i64 %strip.body.61
  %strip.body.64 = icmp slt i64 0, %"pack_dy.width"
  %strip.body.65 = select  i1 %strip.body.64, i64 0, i64 %"pack_dy.width"
  %strip.body.66 = icmp slt i64 %strip.body.52, %"pack_dy.width"
  %strip.body.67 = select  i1 %strip.body.66, i64 %strip.body.52, i64 %"pack_dy.width"
  %strip.body.68 = icmp sgt i64 0, %strip.body.67
  %strip.body.69 = select  i1 %strip.body.68, i64 0, i64 %strip.body.67
  call void @"pack_dy_0"(ptr %strip.body.57, ptr %entry.55, i64 1, i64 %strip.body.59, i64 %strip.body.63, i64 %strip.body.65, i64 %strip.body.69, i64 1, i64 %"dyn", i64 %"dyp", i64 %"dyq", i64 %"dyk", i64 2, i64 %"pack_dy.width", i64 %"pack_dy.stride0")
  %strip.body.70 = mul i64 4, %"dyk"
  %strip.body.71 = add i64 %strip.body.55, %strip.body.70
  %strip.body.72 = getelementptr i8, ptr %"dy", i64 %strip.body.71
  %strip.body.73 = getelementptr i8, ptr %entry.55, i64 %"pack_dy.stride1"
  %strip.body.74 = icmp slt i64 %strip.body.47, 2
  %strip.body.75 = select  i1 %strip.body.74, i64 %strip.body.47, i64 2
  %strip.body.76 = icmp slt i64 %strip.body.50, 2
  %strip.body.77 = select  i1 %strip.body.76, i64 %strip.body.50, i64 2
  %strip.body.78 = icmp sgt i64 0, %strip.body.77
  %strip.body.79 = select  i1 %strip.body.78, i64 0, i64 %strip.body.77
  %strip.body.80 = icmp slt i64 0, %"pack_dy.width"
  %strip.body.81 = select  i1 %strip.body.80, i64 0, i64 %"pack_dy.width"
  %strip.body.82 = icmp slt i64 %strip.body.52, %"pack_dy.width"
  %strip.body.83 = select  i1 %strip.body.82, i64 %strip.body.52, i64 %"pack_dy.width"
  %strip.body.84 = icmp sgt i64 0, %strip.body.83
  %strip.body.85 = select  i1 %strip.body.84, i64 0, i64 %strip.body.83
  call void @"pack_dy_1"(ptr %strip.body.72, ptr %strip.body.73, i64 1, i64 %strip.body.75, i64 %strip.body.79, i64 %strip.body.81, i64 %strip.body.85, i64 1, i64 %"dyn", i64 %"dyp", i64 %"dyq", i64 %"dyk", i64 2, i64 %"pack_dy.width", i64 %"pack_dy.stride1")
  %strip.body.86 = mul i64 %"pack_dy.width", 32
  %strip.body.87 = mul i64 2, %"pack_dy.stride0"
  %strip.body.88 = mul i64 2, %"panel"
  %strip.body.89 = mul i64 %strip.body.5, 32
  %strip.body.90 = getelementptr i8, ptr %entry.53, i64 %strip.body.89
  call void @"transform_dy"(ptr %entry.55, ptr %strip.body.90, i64 %"grid.w", i64 2, i64 %"pack_dy.stride0", i64 %strip.body.87, i64 %strip.body.47, i64 %strip.body.50, i64 0, i64 %strip.body.52, i64 %strip.body.86, i64 32, i64 %"panel", i64 %"product.dy")
  %"strip.next" = add i64 %"strip", 1
  %strip.body.91 = call i64 @"llvm.expect.i64"(i64 %"strip.next", i64 0)
  %strip.body.92 = icmp slt i64 %strip.body.91, %chunk.body.5
  br i1 %strip.body.92, label %"strip.body", label %"strip.done"
strip.done:
  %strip.done.1 = add i64 %chunk.body.2, %"strips"
  %strip.done.2 = udiv i64 %strip.done.1, %"grid.h"
  %strip.done.3 = mul i64 %strip.done.2, %"grid.h"
  %strip.done.4 = sub i64 %strip.done.1, %strip.done.3
  %strip.done.5 = mul i64 %strip.done.4, 2
  %strip.done.6 = add i64 %strip.done.5, 2
  %strip.done.7 = mul i64 %"top", -1
  %strip.done.8 = add i64 %strip.done.6, %strip.done.7
  %strip.done.9 = mul i64 %strip.done.2, %"xn"
  %strip.done.10 = mul i64 %strip.done.8, %"xh"
  %strip.done.11 = add i64 %strip.done.9, %strip.done.10
  %strip.done.12 = getelementptr i8, ptr %"x", i64 %strip.done.11
  store ptr %strip.done.12, ptr %entry.65
  store i64 0, i64* %entry.66
  %strip.done.13 = add i64 %chunk.body.2, %"strips"
  %strip.done.14 = udiv i64 %strip.done.13, %"grid.h"
  %strip.done.15 = mul i64 %strip.done.14, %"grid.h"
  %strip.done.16 = sub i64 %strip.done.13, %strip.done.15
  %strip.done.17 = mul i64 %strip.done.16, 2
  %strip.done.18 = mul i64 %strip.done.14, %"dyn"
  %strip.done.19 = mul i64 %strip.done.17, %"dyp"
  %strip.done.20 = add i64 %strip.done.18, %strip.done.19
  %strip.done.21 = getelementptr i8, ptr %"dy", i64 %strip.done.20
  store ptr %strip.done.21, ptr %entry.67
  store i64 0, i64* %entry.68
  %strip.done.22 = sub i64 %chunk.body.5, %chunk.body.2
  %strip.done.23 = mul i64 %strip.done.22, %"grid.w"
  %strip.done.24 = icmp eq i64 2, 2
  br i1 %strip.done.24, label %"strip.done.if", label %"strip.done.endif"
strip.done.if:
  %strip.done.if.1 = icmp slt i64 0, 16
  br i1 %strip.done.if.1, label %"product.body", label %"product.done"
strip.done.endif:
  %"chunk.next" = add i64 %"chunk", 1
  %strip.done.endif.1 = call i64 @"llvm.expect.i64"(i64 %"chunk.next", i64 0)
  %strip.done.endif.2 = icmp slt i64 %strip.done.endif.1, %entry.62
  br i1 %strip.done.endif.2, label %"chunk.body", label %"chunk.done"
product.body:
  %"product" = phi  i64 [0, %"strip.done.if"], [%begin.done.1, %"begin.done"]
  %product.body.1 = mul i64 %"product", %"sums"
  %product.body.2 = getelementptr i8, ptr %entry.54, i64 %product.body.1
  %product.body.3 = icmp slt i64 0, %strip.done.23
  br i1 %product.body.3, label %"begin.body", label %"begin.done"
product.done:
  br label %"strip.done.endif"
begin.body:
  %"begin" = phi  i64 [0, %"product.body"], [%ahead.done.1.1, %"ahead.done.1"]
  %begin.body.1 = sub i64 %strip.done.23, %"begin"
  %begin.body.2 = icmp slt i64 256, %begin.body.1
  %begin.body.3 = select  i1 %begin.body.2, i64 256, i64 %begin.body.1
  %begin.body.4 = icmp eq i64 %"begin", 0
  %begin.body.5 = and i1 %chunk.body.1, %begin.body.4
  %begin.body.6 = mul i64 %"begin", 32
  %begin.body.7 = mul i64 %"product", %"product.x"
  %begin.body.8 = add i64 %begin.body.7, %begin.body.6
  %begin.body.9 = getelementptr i8, ptr %entry.52, i64 %begin.body.8
  %begin.body.10 = mul i64 2, %"panel"
  %begin.body.11 = mul i64 %"product", %"product.dy"
  %begin.body.12 = add i64 %begin.body.11, %begin.body.6
  %begin.body.13 = getelementptr i8, ptr %entry.53, i64 %begin.body.12
  %begin.body.14 = icmp slt i64 0, %"next.x.share"
  br i1 %begin.body.14, label %"ahead.body", label %"ahead.done"
begin.done:
  %"product.next" = add i64 %"product", 1
  %begin.done.1 = call i64 @"llvm.expect.i64"(i64 %"product.next", i64 0)
  %begin.done.2 = icmp slt i64 %begin.done.1, 16
  br i1 %begin.done.2, label %"product.body", label %"product.done"
ahead.body:
  %"ahead" = phi  i64 [0, %"begin.body"], [%ahead.body.11, %"ahead.body"]
  %ahead.body.1 = load ptr, ptr %entry.65
  %ahead.body.2 = load i64, i64* %entry.66
  %ahead.body.3 = mul i64 %ahead.body.2, 64
  %ahead.body.4 = getelementptr i8, ptr %ahead.body.1, i64 %ahead.body.3
  call void @"llvm.prefetch.p0"(ptr %ahead.body.4, i32 0, i32 2, i32 1)
  %ahead.body.5 = add i64 %ahead.body.2, 1
  %ahead.body.6 = add i64 %"next.x.lines", -1
  %ahead.body.7 = icmp slt i64 %ahead.body.6, %ahead.body.5
  %ahead.body.8 = select  i1 %ahead.body.7, i64 %"xc", i64 0
  %ahead.body.9 = getelementptr i8, ptr %ahead.body.1, i64 %ahead.body.8
  store ptr %ahead.body.9, ptr %entry.65
  %ahead.body.10 = select  i1 %ahead.body.7, i64 0, i64 %ahead.body.5
  store i64 %ahead.body.10, i64* %entry.66
  %"ahead.next" = add i64 %"ahead", 1
  %ahead.body.11 = call i64 @"llvm.expect.i64"(i64 %"ahead.next", i64 0)
  %ahead.body.12 = icmp slt i64 %ahead.body.11, %"next.x.share"
  br i1 %ahead.body.12, label %"ahead.body", label %"ahead.done"
ahead.done:
  %ahead.done.1 = icmp slt i64 0, %"next.dy.share"
  br i1 %ahead.done.1, label %"ahead.body.1", label %"ahead.done.1"
ahead.body.1:
  %"ahead.1" = phi  i64 [0, %"ahead.done"], [%ahead.body.1.11, %"ahead.body.1"]
  %ahead.body.1.1 = load ptr, ptr %entry.67
  %ahead.body.1.2 = load i64, i64* %entry.68
  %ahead.body.1.3 = mul i64 %ahead.body.1.2, 64
  %ahead.body.1.4 = getelementptr i8, ptr %ahead.body.1.1, i64 %ahead.body.1.3
  call void @"llvm.prefetch.p0"(ptr %ahead.body.1.4, i32 0, i32 2, i32 1)
  %ahead.body.1.5 = add i64 %ahead.body.1.2, 1
  %ahead.body.1.6 = add i64 %"next.dy.lines", -1
  %ahead.body.1.7 = icmp slt i64 %ahead.body.1.6, %ahead.body.1.5
  %ahead.body.1.8 = select  i1 %ahead.body.1.7, i64 %"dyk", i64 0
  %ahead.body.1.9 = getelementptr i8, ptr %ahead.body.1.1, i64 %ahead.body.1.8
  store ptr %ahead.body.1.9, ptr %entry.67
  %ahead.body.1.10 = select  i1 %ahead.body.1.7, i64 0, i64 %ahead.body.1.5
  store i64 %ahead.body.1.10, i64* %entry.68
  %"ahead.next.1" = add i64 %"ahead.1", 1
  %ahead.body.1.11 = call i64 @"llvm.expect.i64"(i64 %"ahead.next.1", i64 0)
  %ahead.body.1.12 = icmp slt i64 %ahead.body.1.11, %"next.dy.share"
  br i1 %ahead.body.1.12, label %"ahead.body.1", label %"ahead.done.1"
ahead.done.1:
  call void @"tile_4x2x8_0"(ptr %begin.body.9, ptr %begin.body.13, ptr %product.body.2, i1 %begin.body.5, i64 2, i64 16, i64 0, i64 256, i64 1, i64 1, i64 %begin.body.3, i64 0, i64 0, i64 32, i64 0, i64 0, i64 32, i64 %"panel")
  %"begin.next" = add i64 %"begin", 256
  %ahead.done.1.1 = call i64 @"llvm.expect.i64"(i64 %"begin.next", i64 0)
  %ahead.done.1.2 = icmp slt i64 %ahead.done.1.1, %strip.done.23
  br i1 %ahead.done.1.2, label %"begin.body", label %"begin.done"
}

